import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { ask, bare, startAcme } from './acme.ts';

const PATH = '/services/oauth2/userinfo';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startAcme();
});
afterAll(() => sf[Symbol.asyncDispose]());

describe('userinfo', () => {
  test('has the members of the 2025 capture, in its order', async () => {
    const answer = await ask(sf, PATH, { headers: { host: 'login.salesforce.com' } });

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json;charset=UTF-8');
    expect(answer.body).toBe(
      '{"sub":"https://login.salesforce.com/id/00D5g000004AcmeEAC/0055g000001Ada0AAC",' +
        '"user_id":"0055g000001Ada0AAC","organization_id":"00D5g000004AcmeEAC",' +
        '"preferred_username":"ada@acme.example","nickname":"ada","name":"Ada Byron",' +
        '"email":"ada@acme.example","email_verified":true,"given_name":"Ada","family_name":"Byron",' +
        '"zoneinfo":"Europe/Berlin",' +
        '"photos":{"picture":"https://acme.develop.my.salesforce.com/profilephoto/005/F",' +
        '"thumbnail":"https://acme.develop.my.salesforce.com/profilephoto/005/T"},' +
        '"profile":"https://acme.develop.my.salesforce.com/0055g000001Ada0AAC",' +
        '"picture":"https://acme.develop.my.salesforce.com/profilephoto/005/F",' +
        '"phone_number":"+49 1764 000","phone_number_verified":true,"address":{"country":"DE"},' +
        '"is_salesforce_integration_user":false,' +
        '"urls":{"enterprise":"https://acme.develop.my.salesforce.com/services/Soap/c/{version}/00D5g000004Acme",' +
        '"metadata":"https://acme.develop.my.salesforce.com/services/Soap/m/{version}/00D5g000004Acme",' +
        '"partner":"https://acme.develop.my.salesforce.com/services/Soap/u/{version}/00D5g000004Acme",' +
        '"rest":"https://acme.develop.my.salesforce.com/services/data/v{version}/",' +
        '"sobjects":"https://acme.develop.my.salesforce.com/services/data/v{version}/sobjects/",' +
        '"search":"https://acme.develop.my.salesforce.com/services/data/v{version}/search/",' +
        '"query":"https://acme.develop.my.salesforce.com/services/data/v{version}/query/",' +
        '"recent":"https://acme.develop.my.salesforce.com/services/data/v{version}/recent/",' +
        '"tooling_soap":"https://acme.develop.my.salesforce.com/services/Soap/T/{version}/00D5g000004Acme",' +
        '"tooling_rest":"https://acme.develop.my.salesforce.com/services/data/v{version}/tooling/",' +
        '"profile":"https://acme.develop.my.salesforce.com/0055g000001Ada0AAC",' +
        '"feeds":"https://acme.develop.my.salesforce.com/services/data/v{version}/chatter/feeds",' +
        '"groups":"https://acme.develop.my.salesforce.com/services/data/v{version}/chatter/groups",' +
        '"users":"https://acme.develop.my.salesforce.com/services/data/v{version}/chatter/users",' +
        '"feed_items":"https://acme.develop.my.salesforce.com/services/data/v{version}/chatter/feed-items",' +
        '"feed_elements":"https://acme.develop.my.salesforce.com/services/data/v{version}/chatter/feed-elements",' +
        '"custom_domain":"https://acme.develop.my.salesforce.com"},' +
        '"active":true,"user_type":"STANDARD","language":"en_US","locale":"fr_FR","utcOffset":3600000,' +
        '"updated_at":"2025-09-28T09:30:18Z","is_app_installed":true}',
    );
  });

  test('keeps every URL at the origin that was called on localhost', async () => {
    const { body } = await ask(sf, PATH);

    const { sub, urls } = JSON.parse(body) as { sub: string; urls: Record<string, string> };
    expect(sub).toBe(`${sf.url}/id/00D5g000004AcmeEAC/0055g000001Ada0AAC`);
    expect(urls.custom_domain).toBe(sf.url);
    expect(urls.rest).toBe(`${sf.url}/services/data/v{version}/`);
  });

  test('leaves out what a user has not', async () => {
    const { body } = await ask(sf, PATH, { user: 'integration' });

    expect(JSON.parse(body)).toMatchObject({
      name: 'Integration',
      address: {},
      is_salesforce_integration_user: true,
    });
    expect(Object.keys(JSON.parse(body))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/given_name|phone_number|custom_/)]),
    );
  });

  test.each([
    ['GET', `${PATH}?access_token=`, undefined],
    ['GET', `${PATH}?oauth_token=`, undefined],
    ['POST', `${PATH}?access_token=`, undefined],
    ['POST', PATH, 'access_token='],
    ['POST', PATH, 'oauth_token='],
  ])('reads the token of %s %s with the body %s', async (method, path, body) => {
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: user(sf, 'ada'),
      scopes: 'id',
    });
    const answer = await send(sf, body === undefined ? path + token : path, {
      method,
      headers: FORM,
      ...(body === undefined ? {} : { body: body + token }),
    });
    expect(answer.status).toBe(200);
  });

  test('reads Authorization: OAuth like Bearer', async () => {
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: user(sf, 'ada'),
      scopes: 'id',
    });
    expect((await send(sf, PATH, { headers: { authorization: `OAuth ${token}` } })).status).toBe(200);
  });

  test.each(['openid', 'id', 'email', 'api', 'full', 'chatter_api'])(
    'answers the scope %s',
    async (scopes) => {
      expect((await ask(sf, PATH, { scopes })).status).toBe(200);
    },
  );

  test('is pretty on X-PrettyPrint: 1', async () => {
    const { body } = await ask(sf, PATH, { headers: { 'x-prettyprint': '1' } });
    expect(body).toContain('",\n  "user_id" : "0055g000001Ada0AAC",\n');
    expect(body).toContain('"address" : {\n    "country" : "DE"\n  },\n');
  });
});

describe('custom members', () => {
  test('shows attributes that the app defines, and permissions to the scope custom_permissions', async () => {
    await using custom = await startAcme({
      apps: {
        Web_Server: {
          attributes: {
            literal: '"blue"',
            mail: '$User.Email',
            both: "$User.FirstName & ' of ' & $Organization.Name",
            eca: 'Organization.Id',
            empty: '$User.FederationIdentifier',
            beyond: 'IF($User.IsActive, "yes", "no")',
            unknown: '$User.Shoe_Size__c',
          },
        },
      },
    });

    const { body } = await ask(custom, PATH, { scopes: 'id custom_permissions' });

    expect(body).toMatch(
      /"is_app_installed":true,"custom_attributes":\{"literal":"blue","mail":"ada@acme\.example","both":"Ada of Acme","eca":"00D5g000004AcmeEAC","empty":""\},"custom_permissions":\{"Approve_Orders":true\}\}$/,
    );
  });

  test('has no custom permissions for a user without permission sets', async () => {
    const { body } = await ask(sf, PATH, { user: 'grace', scopes: 'id custom_permissions' });
    expect(JSON.parse(body)).toMatchObject({ custom_permissions: {} });
    expect(JSON.parse(body)).not.toHaveProperty('custom_attributes');
  });
});

describe('userinfo refuses', () => {
  test('no token', async () => {
    expect(await send(sf, PATH)).toEqual(bare(403, 'Missing_OAuth_Token'));
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.name).toBe('identity.no-token');
  });

  test('a header that carries no token', async () => {
    expect(await send(sf, PATH, { headers: { authorization: 'Basic YTpi' } })).toEqual(
      bare(403, 'Missing_OAuth_Token'),
    );
  });

  test('garbage', async () => {
    expect(await send(sf, PATH, { headers: { authorization: 'Bearer nonsense' } })).toEqual(
      bare(403, 'Bad_OAuth_Token'),
    );
  });

  test('an expired token', async () => {
    await using own = await startAcme();
    const token = await accessTokenFor(own, {
      app: app(own, 'Web_Server'),
      user: user(own, 'ada'),
      scopes: 'id',
    });
    own.clock.advance(120 * 60_000 + 1);
    expect(await send(own, `${PATH}?access_token=${token}`)).toEqual(bare(403, 'Bad_OAuth_Token'));
    expect(own.journal.entries({ limit: 1 })[0]?.refusal?.why).toBe('the access token is expired');
  });

  test('a revoked token', async () => {
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: user(sf, 'ada'),
      scopes: 'id',
    });
    await send(sf, `/services/oauth2/revoke?token=${token}`);
    expect(await send(sf, `${PATH}?access_token=${token}`)).toEqual(bare(403, 'Bad_OAuth_Token'));
  });

  test('a token without id, openid or a scope that brings them', async () => {
    expect(await ask(sf, PATH, { scopes: 'web refresh_token' })).toEqual(bare(403, 'Bad_OAuth_Token'));
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.name).toBe('identity.scope');
  });

  test('the token of a user who was deactivated', async () => {
    await using own = await startAcme({ users: { grace: { isActive: false } } });
    expect(await ask(own, PATH, { user: 'grace' })).toEqual(bare(404, 'Inactive'));
  });
});
