import { describe, expect, it } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, members, postToken, send, user } from '../helpers/token.ts';

const fresh = freshServers();

const login = { grant_type: 'password', username: 'ada@acme.example', password: 'correct-horseTok3n' };
const FAILURE = {
  status: 400,
  body: '{"error":"invalid_grant","error_description":"authentication failure"}',
};

describe('username and password (token.md 5)', () => {
  it('answers six members in the order of insertion, signature last, without scope', async () => {
    const sf = await fresh();
    const { status, body } = await postToken(sf, { ...login, ...credentials(sf, 'Username_Password') });
    expect(status).toBe(200);
    const { access_token, issued_at, signature } = members(body);
    const id = `${sf.url}/id/${sf.orgs[0]?.id}/${user(sf, 'ada').id}`;
    expect(body).toBe(
      `{"access_token":"${access_token}","instance_url":"${sf.url}","id":"${id}","token_type":"Bearer","issued_at":"${issued_at}","signature":"${signature}"}`,
    );
  });

  it('does without the security token from a trusted address', async () => {
    const sf = await fresh({
      demo: { settings: { trustedIpRanges: [{ start: '127.0.0.0', end: '127.0.0.255' }] } },
    });
    const parameters = { ...login, password: 'correct-horse', ...credentials(sf, 'Username_Password') };
    expect((await postToken(sf, parameters)).status).toBe(200);
  });

  it.each([
    ['the user is unknown', { username: 'x@y.z' }, {}],
    ['the password is wrong', { password: 'wrongTok3n' }, {}],
    ['the password is a prefix of the right one', { password: 'correct' }, {}],
    ['the security token is missing', { password: 'correct-horse' }, {}],
    ['the security token is stale', { password: 'correct-horseOld' }, {}],
    ['nothing is sent', { username: '', password: '' }, {}],
    ['the user is locked', {}, { users: { ada: { isLocked: true } } }],
    ['the org has the flow switched off', {}, { settings: { allowUsernamePasswordFlow: false } }],
    ['the app is an External Client App', {}, { apps: { Username_Password: { kind: 'externalClientApp' } } }],
  ])('refuses with one text when %s', async (_what, parameters, demo) => {
    const sf = await fresh({ demo });
    expect(
      await postToken(sf, { ...login, ...credentials(sf, 'Username_Password'), ...parameters }),
    ).toMatchObject(FAILURE);
  });

  it.each([
    ['a customer', 'vera', ''],
    ['a customer on a site', 'vera', '/customers'],
    ['an employee on a site', 'ada', '/customers'],
  ])('refuses %s whose password is right', async (_who, name, site) => {
    const sf = await fresh();
    const form = {
      grant_type: 'password',
      ...credentials(sf, 'Username_Password'),
      username: `${name}@acme.example`,
      password: `correct-horse${user(sf, name).securityToken}`,
    };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(form).toString();
    const path = `${site}/services/oauth2/token`;
    expect(await send(sf, path, { method: 'POST', headers, body })).toMatchObject(FAILURE);
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.name).toBe('password.site');
  });

  it('refuses a user on a host of another org type', async () => {
    const sf = await fresh();
    const parameters = { ...login, ...credentials(sf, 'Username_Password') };
    expect(await postToken(sf, parameters, { host: 'test.salesforce.com' })).toMatchObject(FAILURE);
  });

  it.each([
    [
      'ip restricted',
      { profiles: { 'System Administrator': { loginIpRanges: [{ start: '10.0.0.0', end: '10.0.0.1' }] } } },
    ],
    ['inactive user', { users: { ada: { isActive: false } } }],
  ])('refuses with %s once the password is right', async (description, demo) => {
    const sf = await fresh({ demo });
    expect(await postToken(sf, { ...login, ...credentials(sf, 'Username_Password') })).toMatchObject({
      status: 400,
      body: `{"error":"invalid_grant","error_description":"${description}"}`,
    });
  });

  it('refuses a wrong consumer secret before it looks at the user', async () => {
    const sf = await fresh();
    const parameters = { ...login, ...credentials(sf, 'Username_Password'), client_secret: 'no' };
    expect(await postToken(sf, parameters)).toMatchObject({
      status: 400,
      body: '{"error":"invalid_client","error_description":"invalid client credentials"}',
    });
  });
});
