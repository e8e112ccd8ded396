import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';
import { app, credentials, members, postToken, user } from '../helpers/token.ts';

const fresh = freshServers();

const grant_type = 'client_credentials';

describe('client credentials (token.md 6)', () => {
  it('answers the members of the real server in its order, and nothing else', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    sf.clock.set(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
    const { status, body } = await postToken(sf, { grant_type, ...credentials(sf, 'Client_Credentials') });
    expect(status).toBe(200);
    const { access_token, signature } = members(body);
    const id = `${sf.url}/id/${sf.orgs[0]?.id}/${user(sf, 'integration').id}`;
    expect(body).toBe(
      `{"access_token":"${access_token}","signature":"${signature}","scope":"api","instance_url":"${sf.url}","id":"${id}","token_type":"Bearer","issued_at":"1767323045678","api_instance_url":"https://api.salesforce.com"}`,
    );
    expect(access_token).toMatch(/^00D[A-Za-z0-9]{12}![A][QR][A-Za-z0-9]AQ[A-Za-z0-9._]{91}$/);
    const { consumerSecret } = app(sf, 'Client_Credentials');
    expect(signature).toBe(
      createHmac('sha256', consumerSecret).update(`${id}1767323045678`).digest('base64'),
    );
  });

  it('answers as My Domain when called by that name', async () => {
    const sf = await fresh();
    const { body } = await postToken(
      sf,
      { grant_type, ...credentials(sf, 'Client_Credentials') },
      { host: 'acme.develop.my.salesforce.com' },
    );
    const { instance_url, id } = members(body);
    expect(instance_url).toBe('https://acme.develop.my.salesforce.com');
    expect(id).toBe(`https://login.salesforce.com/id/${sf.orgs[0]?.id}/${user(sf, 'integration').id}`);
  });

  it('strips full, web and refresh_token from the scopes', async () => {
    const scopes = ['full', 'web', 'refresh_token', 'api', 'id'];
    const sf = await fresh({ demo: { apps: { Client_Credentials: { scopes } } } });
    const { body } = await postToken(sf, { grant_type, ...credentials(sf, 'Client_Credentials') });
    expect(members(body).scope).toBe('api id');
    expect(members(body).refresh_token).toBeUndefined();
  });

  it.each([
    [
      'is posted to login.salesforce.com',
      {},
      { host: 'login.salesforce.com' },
      {},
      '{"error":"invalid_grant","error_description":"request not supported on this domain"}',
    ],
    [
      'is posted to the setup domain',
      {},
      { host: 'acme.my.salesforce-setup.com' },
      {},
      '{"error":"invalid_grant","error_description":"request not supported on this domain"}',
    ],
    [
      'has no run-as user',
      { apps: { Client_Credentials: { clientCredentialUser: null } } },
      {},
      {},
      '{"error":"invalid_grant","error_description":"no client credentials user enabled"}',
    ],
    [
      'has an e-mail address for a run-as user',
      { apps: { Client_Credentials: { clientCredentialUser: 'integration@mail.example' } } },
      {},
      {},
      '{"error":"invalid_grant","error_description":"no client credentials user enabled"}',
    ],
    [
      'is not enabled on the app',
      { apps: { Client_Credentials: { isClientCredentialEnabled: false } } },
      {},
      {},
      '{"error":"invalid_grant","error_description":"client credentials flow not enabled"}',
    ],
    [
      'has no scope left',
      { apps: { Client_Credentials: { scopes: ['full'] } } },
      {},
      {},
      '{"error":"invalid_grant","error_description":"no valid scopes defined"}',
    ],
    [
      'sends scope',
      {},
      {},
      { scope: 'api' },
      '{"error":"invalid_request","error_description":"scope parameter not supported"}',
    ],
    [
      'is an External Client App whose policy leaves the run-as user out',
      {
        apps: {
          Client_Credentials: {
            kind: 'externalClientApp',
            isAdminApproved: true,
            profiles: ['Standard User'],
          },
        },
      },
      {},
      {},
      '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
    ],
    [
      'runs as a portal user',
      { users: { integration: { userType: 'CSP_LITE_PORTAL' } } },
      {},
      {},
      '{"error":"access_denied","error_description":"end-user denied authorization"}',
    ],
    [
      'has a wrong key',
      {},
      {},
      { client_id: '3MVG9wrong' },
      '{"error":"invalid_client_id","error_description":"client identifier invalid"}',
    ],
    [
      'has a wrong secret',
      {},
      {},
      { client_secret: 'wrong' },
      '{"error":"invalid_client","error_description":"invalid client credentials"}',
    ],
    [
      'runs as a deactivated user',
      { users: { integration: { isActive: false } } },
      {},
      {},
      '{"error":"invalid_grant","error_description":"inactive user"}',
    ],
  ])('refuses a request that %s', async (_what, demo, headers, parameters, bytes) => {
    const sf = await fresh({ demo });
    const { status, body } = await postToken(
      sf,
      { grant_type, ...credentials(sf, 'Client_Credentials'), ...parameters },
      headers,
    );
    expect({ status, body }).toEqual({ status: 400, body: bytes });
  });

  it("lets a classic connected app run as a user its policy leaves out, as Salesforce's documentation says", async () => {
    const demo = { apps: { Client_Credentials: { isAdminApproved: true, profiles: ['Standard User'] } } };
    const sf = await fresh({ demo });
    const { status } = await postToken(sf, { grant_type, ...credentials(sf, 'Client_Credentials') });
    expect(status).toBe(200);
  });
});
