import './helpers/loopback-only.ts';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { demoKey } from '../helpers/jwt.ts';
import { app, codeExchange, members, postToken, send } from '../helpers/token.ts';
import { runs } from './helpers/proof.ts';

let sf: Fauxforce;

beforeEach(async () => {
  sf = await startFauxforce({ demo: { apps: { Web_Server: { isNamedUserJwtEnabled: true } } } });
});

afterEach(() => sf[Symbol.asyncDispose]());

function discover(name: string, authentication?: oidc.ClientAuth): Promise<oidc.Configuration> {
  const { consumerKey, consumerSecret } = app(sf, name);
  return oidc.discovery(new URL(sf.url), consumerKey, consumerSecret, authentication, {
    execute: [oidc.allowInsecureRequests],
  });
}

async function tokens(name = 'Web_Server'): Promise<Record<string, string>> {
  const { body } = await postToken(sf, await codeExchange(sf, { app: name, scopes: 'api refresh_token' }));
  return members(body);
}

describe('openid-client', () => {
  it.each(['body', 'header'])('introspects, with the secret in the %s', async (where) => {
    const { consumerKey, consumerSecret } = app(sf, 'Web_Server');
    const authentication =
      where === 'body' ? oidc.ClientSecretPost(consumerSecret) : oidc.ClientSecretBasic(consumerSecret);
    const config = await discover('Web_Server', authentication);
    const { access_token = '', refresh_token = '' } = await tokens();
    const access = await oidc.tokenIntrospection(config, access_token);
    expect(access).toMatchObject({
      active: true,
      client_id: consumerKey,
      token_type: 'access_token',
      username: 'ada@acme.example',
    });
    expect(Number(access.exp) - Number(access.iat)).toBe(1800);
    expect(await oidc.tokenIntrospection(config, refresh_token)).toMatchObject({
      token_type: 'refresh_token',
    });

    await send(sf, `/services/oauth2/revoke?token=${refresh_token}`);
    expect(await oidc.tokenIntrospection(config, access_token)).toEqual({ active: false });
  });

  it('introspects with private_key_jwt', runs('openid-client', 'introspection'), async () => {
    const key = await crypto.subtle.importKey(
      'pkcs8',
      demoKey.export({ format: 'der', type: 'pkcs8' }),
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    const config = await discover('JWT_Bearer', oidc.PrivateKeyJwt(key));
    const { access_token = '' } = await tokens('JWT_Bearer');
    expect(await oidc.tokenIntrospection(config, access_token)).toMatchObject({ active: true });
  });

  it('is refused with a wrong secret', async () => {
    const config = await discover('Web_Server', oidc.ClientSecretPost('wrong'));
    await expect(oidc.tokenIntrospection(config, 'x')).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('finds the keys of JWT access tokens where discovery says', async () => {
    const config = await discover('Web_Server');
    const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? ''));
    const { access_token = '' } = await tokens();
    const { payload } = await jwtVerify(access_token, keys, { issuer: sf.url, audience: sf.url });
    expect(payload.client_id).toBe(app(sf, 'Web_Server').consumerKey);
  });
});
