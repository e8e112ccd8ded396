/** Which flows an app is for, and who may use it: what `start`, `apps`, `env` and `exec` say. */
import { describe, expect, test } from 'vitest';
import { flowsOf, whoCanUse } from '../../src/oauth/app-flows.ts';
import type { Org } from '../../src/org/model.ts';
import { demoOrgs } from '../../src/seed/demo.ts';
import { loadSeedDocument } from '../../src/seed/load.ts';

const NOW = Date.parse('2027-01-01T12:00:00Z');

async function orgOf(document: object): Promise<Org> {
  const { orgs } = await loadSeedDocument(document, '.');
  return orgs[0] as Org;
}

function flowsByApp(org: Org): Record<string, string> {
  return Object.fromEntries(org.apps.map((app) => [app.name, flowsOf(app, org, NOW).join(', ')]));
}

describe('the flows of an app', () => {
  test('of the demo org', async () => {
    const [org] = await demoOrgs();
    expect(flowsByApp(org as Org)).toEqual({
      Web_Server: 'web server, user-agent, username-password',
      Web_Server_PKCE: 'web server',
      Rotating: 'web server, user-agent, username-password',
      Client_Credentials: 'client credentials, username-password',
      JWT_Bearer: 'JWT bearer, SAML bearer, web server, user-agent, username-password',
      Username_Password: 'web server, user-agent, username-password',
      Admin_Approved: 'web server, user-agent, username-password',
      Token_Exchange: 'token exchange, web server, user-agent, username-password',
      Device: 'device, web server, user-agent, username-password',
      User_Agent: 'web server, user-agent, username-password',
      Headless: 'code and credentials, web server, user-agent',
      Limited_Scope: 'web server, user-agent, username-password',
      Service_Provider: 'SAML, username-password',
      PlatformCLI: 'device, web server, user-agent',
    });
  });

  test('an org takes flows away, and a block or a switch all', async () => {
    const app = { name: 'Portal', callbackUrls: ['https://a.example/cb'] };
    const settings = { allowUserAgentFlow: false, allowUsernamePasswordFlow: false };
    const org = await orgOf({
      org: { settings },
      apps: [
        app,
        { ...app, name: 'Blocked', state: 'blocked', assetToken: { audiences: ['a'] } },
        { ...app, name: 'Off', kind: 'externalClientApp', isEnabled: false },
      ],
    });
    expect(flowsByApp(org)).toMatchObject({ Portal: 'web server', Blocked: '', Off: '' });
  });
});

describe('a flow that no user of the org may use is none of the app', () => {
  const app = {
    name: 'Portal',
    callbackUrls: ['https://a.example/cb'],
    isAdminApproved: true,
    profiles: ['Ops'],
  };
  const user = (changes: object) => ({ username: 'ada@acme.example', profile: 'Ops', ...changes });

  test.each([
    ['the one who may', [user({})], 'web server, user-agent, username-password'],
    ['nobody of the profile', [user({ profile: 'Standard User' })], ''],
    ['a customer, who has sites only', [user({ userType: 'CSP_LITE_PORTAL' })], 'web server, user-agent'],
    ['frozen for now', [user({ isFrozen: true })], 'web server, user-agent, username-password'],
    ['no user yet', [], 'web server, user-agent, username-password'],
  ])('%s', async (_who, users, flows) => {
    const org = await orgOf({ profiles: [{ name: 'Ops' }], users, apps: [app] });
    expect(flowsByApp(org).Portal).toBe(flows);
  });

  test('of very many users nobody asks each', async () => {
    const many = (length: number) =>
      Array.from({ length }, (_, i) => ({ username: `u${i}@acme.example`, profile: 'Standard User' }));
    const thousand = await orgOf({ profiles: [{ name: 'Ops' }], users: many(1_000), apps: [app] });
    expect(flowsByApp(thousand).Portal).toBe('');
    const more = await orgOf({ profiles: [{ name: 'Ops' }], users: many(1_001), apps: [app] });
    expect(flowsByApp(more).Portal).toBe('web server, user-agent, username-password');
  });
});

describe('who can use a flow', () => {
  const ADMIN = { username: 'root@acme.example', profile: 'System Administrator' };
  const CLERK = { username: 'clerk@acme.example', profile: 'Standard User' };

  test('an admin-approved app with the user who is pre-authorized', async () => {
    const org = await orgOf({
      users: [CLERK, ADMIN],
      apps: [
        {
          name: 'Portal',
          callbackUrls: ['https://a.example/cb'],
          isAdminApproved: true,
          profiles: ['System Administrator'],
        },
      ],
    });
    for (const flow of ['web server', 'username-password'] as const) {
      expect(whoCanUse(flow, org, NOW)).toMatchObject({
        app: { name: 'Portal' },
        user: { username: ADMIN.username },
      });
    }
  });

  test('not who is frozen, locked, expired, for machines only or on a site', async () => {
    const org = await orgOf({
      profiles: [{ name: 'Bots', apiUserOnly: true }],
      users: [
        { username: 'frozen@acme.example', profile: 'Standard User', isFrozen: true },
        { username: 'locked@acme.example', profile: 'Standard User', isLocked: true },
        { username: 'expired@acme.example', profile: 'Standard User', isPasswordExpired: true },
        { username: 'gone@acme.example', profile: 'Standard User', isActive: false },
        { username: 'vera@acme.example', profile: 'Standard User', userType: 'CSP_LITE_PORTAL' },
        { username: 'bot@acme.example', profile: 'Bots' },
        CLERK,
      ],
      apps: [{ name: 'Portal', callbackUrls: ['https://a.example/cb'], scopes: ['api'] }],
    });
    expect(whoCanUse('web server', org, NOW)?.user.username).toBe(CLERK.username);
    expect(whoCanUse('username-password', org, NOW)?.user.username).toBe('bot@acme.example');
  });

  test('for an assertion an app whose users are pre-authorized comes first; nobody can use what nobody may', async () => {
    const [org] = await demoOrgs();
    expect(whoCanUse('JWT bearer', org as Org, NOW)).toMatchObject({
      app: { name: 'JWT_Bearer' },
      user: { username: 'ada@acme.example' },
    });
    expect(whoCanUse('client credentials', org as Org, NOW)?.user.username).toBe('integration@acme.example');
    expect(whoCanUse('code and credentials', org as Org, NOW)?.user.username).toBe('vera@acme.example');
    const empty = await orgOf({
      apps: [{ name: 'Portal', callbackUrls: ['https://a.example/cb'], isAdminApproved: true }],
    });
    expect(whoCanUse('client credentials', empty, NOW)).toBeUndefined();
    expect(whoCanUse('web server', empty, NOW)?.app.name).toBe('PlatformCLI');
  });
});
