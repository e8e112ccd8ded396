import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { send } from '../helpers/token.ts';
import { startAcme } from './acme.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startAcme();
});
afterAll(() => sf[Symbol.asyncDispose]());

/** The login hosts' document of June 2026, as observed. */
const LOGIN =
  '{"issuer":"https://login.salesforce.com","authorization_endpoint":"https://login.salesforce.com/services/oauth2/authorize",' +
  '"token_endpoint":"https://login.salesforce.com/services/oauth2/token","revocation_endpoint":"https://login.salesforce.com/services/oauth2/revoke",' +
  '"userinfo_endpoint":"https://login.salesforce.com/services/oauth2/userinfo","jwks_uri":"https://login.salesforce.com/id/keys",' +
  '"registration_endpoint":"https://login.salesforce.com/services/oauth2/register","introspection_endpoint":"https://login.salesforce.com/services/oauth2/introspect",' +
  '"scopes_supported":["cdp_ingest_api","custom_permissions","cdp_segment_api","content","cdp_api","chatbot_api","cdp_identityresolution_api","interaction_api","wave_api","web","cdp_calculated_insight_api","einstein_gpt_api","offline_access","id","api","data_cloud_user_claims","eclair_api","email","pardot_api","lightning","visualforce","cdp_query_api","sfap_api","address","openid","profile","scrt_api","cdp_profile_api","refresh_token","phone","user_registration_api","pwdless_login_api","chatter_api","mcp_api","full","forgot_password"],' +
  '"response_types_supported":["code","token","token id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"],' +
  '"display_values_supported":["page","popup","touch"],"token_endpoint_auth_methods_supported":["client_secret_post","client_secret_basic","private_key_jwt"],' +
  '"claims_supported":["active","address","email","email_verified","family_name","given_name","is_app_installed","language","locale","name","nickname","organization_id","phone_number","phone_number_verified","photos","picture","preferred_username","profile","sub","updated_at","urls","user_id","user_type","zoneinfo"]}';

function onMyDomain(origin: string): string {
  return LOGIN.replace(
    '{',
    `{"end_session_endpoint":"${origin}/services/auth/idp/oidc/logout","frontchannel_logout_supported":true,"frontchannel_logout_session_supported":false,`,
  ).replaceAll('https://login.salesforce.com', origin);
}

describe('/.well-known/openid-configuration', () => {
  const PATH = '/.well-known/openid-configuration';

  test('of the log-in hosts', async () => {
    const login = await send(sf, PATH, { headers: { host: 'login.salesforce.com' } });
    expect(login.body).toBe(LOGIN);
    expect(login.headers).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'false',
    });
    expect(login.headers).not.toHaveProperty('access-control-allow-methods');
    const test = await send(sf, PATH, { headers: { host: 'test.salesforce.com' } });
    expect(test.body).toBe(LOGIN.replaceAll('login.salesforce.com', 'test.salesforce.com'));
  });

  test('of a My Domain begins with its logout endpoint', async () => {
    const host = 'acme.develop.my.salesforce.com';
    expect((await send(sf, PATH, { headers: { host } })).body).toBe(onMyDomain(`https://${host}`));
  });

  test('of localhost is a My Domain too, at the origin that was called', async () => {
    expect((await send(sf, PATH)).body).toBe(onMyDomain(sf.url));
    const { port } = new URL(sf.url);
    const named = await send(sf, `/${PATH}/`, { headers: { host: `localhost:${port}` } });
    expect(named.body).toBe(onMyDomain(`http://localhost:${port}`));
  });
});

describe('/.well-known/auth-configuration', () => {
  const PATH = '/.well-known/auth-configuration';

  function configuration(url: string): string {
    return `{"OrgId":"00D5g000004Acme","Url":"${url}","MobileSDK":{"UseiOSNativeBrowserForAuthentication":false,"UseAndroidNativeBrowserForAuthentication":false,"shareBrowserSessionIOS":false,"shareBrowserSessionAndroid":false},"LoginPage":null,"SamlProviders":[],"AuthProviders":[],"CertificateLogin":null,"LoginPageType":"standard","LoginPageTypeConfigs":{}}`;
  }

  test('of a My Domain', async () => {
    const host = 'acme.develop.my.salesforce.com';
    const answer = await send(sf, PATH, { headers: { host } });
    expect(answer.body).toBe(configuration(`https://${host}`));
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
    });
  });

  test('of localhost', async () => {
    expect((await send(sf, PATH)).body).toBe(configuration(sf.url));
  });

  test.each(['login.salesforce.com', 'nobody.my.salesforce.com'])('of %s does not exist', async (host) => {
    expect((await send(sf, PATH, { headers: { host } })).status).toBe(404);
  });
});

describe('keys', () => {
  test.each(['/id/keys', '/services/oauth2/id/keys'])(
    '%s: three of 4096 bits, members in order',
    async (path) => {
      const answer = await send(sf, path, { headers: { host: 'login.salesforce.com' } });

      const member = (kid: string) =>
        `\\{"kty":"RSA","n":"[\\w-]{683}","e":"AQAB","alg":"RS256","use":"sig","kid":"${kid}"\\}`;
      expect(answer.body).toMatch(
        new RegExp(`^\\{"keys":\\[${['262', '260', '264'].map(member).join(',')}\\]\\}$`),
      );
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json;charset=UTF-8',
        expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
        'access-control-allow-origin': '*',
        'access-control-allow-credentials': 'false',
      });
    },
  );

  test('never shows a private part', async () => {
    const { body } = await send(sf, '/id/keys');
    const { keys } = JSON.parse(body) as { keys: object[] };
    for (const key of keys) expect(Object.keys(key)).toEqual(['kty', 'n', 'e', 'alg', 'use', 'kid']);
  });
});

test.each(['oauth-authorization-server', 'oauth-protected-resource', 'nonsense'])(
  '/.well-known/%s is a 404 page',
  async (name) => {
    const answer = await send(sf, `/.well-known/${name}`);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html;charset=UTF-8');
  },
);

describe('api.salesforce.com', () => {
  const headers = { host: 'api.salesforce.com' };

  test('serves the document of a protected resource, as probed in August 2026', async () => {
    const answer = await send(sf, '/.well-known/oauth-protected-resource', { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json;charset=UTF-8');
    expect(answer.body).toBe(
      '{"resource":"https://api.salesforce.com:443","authorization_servers":["https://api.salesforce.com:443"],' +
        '"scopes_supported":["api","sfap_api","refresh_token","einstein_gpt_api"]}',
    );
  });

  test('serves the document of its authorization server, which is login.salesforce.com', async () => {
    const answer = await send(sf, '/.well-known/oauth-authorization-server', { headers });
    expect(answer.status).toBe(200);
    expect(answer.body).toBe(
      '{"issuer":"https://login.salesforce.com",' +
        '"authorization_endpoint":"https://login.salesforce.com/services/oauth2/authorize?prompt=select_account",' +
        '"token_endpoint":"https://login.salesforce.com/services/oauth2/token","response_types_supported":["code"],' +
        '"grant_types_supported":["authorization_code","refresh_token"],"code_challenge_methods_supported":["S256"],' +
        '"scopes_supported":["api","sfap_api","refresh_token","einstein_gpt_api"]}',
    );
  });

  test.each([
    '/.well-known/openid-configuration',
    '/.well-known/auth-configuration',
    '/authorize',
    '/services/oauth2/authorize',
    '/services/oauth2/token',
    '/services/data',
    '/',
  ])('has no %s', async (path) => {
    const answer = await send(sf, path, { headers });
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html;charset=UTF-8');
  });

  test('answers HEAD, and nothing but GET and HEAD', async () => {
    const path = '/.well-known/oauth-protected-resource';
    expect(await send(sf, path, { headers, method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect((await send(sf, path, { headers, method: 'POST' })).status).toBe(404);
  });
});

test.each(['login.salesforce.com', 'test.salesforce.com', 'acme.develop.my.salesforce.com'])(
  '%s has no documents of an authorization server or a protected resource',
  async (host) => {
    for (const name of ['oauth-authorization-server', 'oauth-protected-resource']) {
      expect((await send(sf, `/.well-known/${name}`, { headers: { host } })).status).toBe(404);
    }
  },
);

test.each(['/.well-known/openid-configuration', '/id/keys', '/services/oauth2/id/keys'])(
  '%s is a 404 page on a My Domain that no org has',
  async (path) => {
    for (const host of ['nobody.my.salesforce.com', 'nobody.my.salesforce-setup.com']) {
      const answer = await send(sf, path, { headers: { host } });
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toBe('text/html;charset=UTF-8');
    }
  },
);
