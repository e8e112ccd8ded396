import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OrgDirectory } from '../../src/org/directory.ts';
import { isSalesforceId } from '../../src/org/ids.ts';
import { applyChanges } from '../../src/seed/demo-changes.ts';
import { loadSeed, readSeedDocument, readSeedText } from '../../src/seed/load.ts';
import { parseSeedText } from '../../src/seed/yaml.ts';
import { appWith, named, orgOf } from './helpers.ts';

test('{} is a complete org: an administrator, an app, the same every time', () => {
  const org = readSeedDocument({});
  expect(org).toMatchObject({ name: 'Test Org', myDomain: 'test-org', id: '00DFF0zCjPQC5bu2UD' });
  expect(org.users).toMatchObject([{ username: 'admin@test-org.example', profile: 'System Administrator' }]);
  expect(org.apps.map((app) => app.name)).toEqual(['Integration', 'PlatformCLI']);
  expect(org.apps[0]).toMatchObject({ orgId: org.id, clientCredentialUser: 'admin@test-org.example' });
  expect(readSeedText('{}', 'a.json').orgs).toEqual([org]);
  expect(readSeedDocument({})).toEqual(org);
});

test('the example of the design is read', () => {
  const org = orgOf(`
org:
  name: Acme
  id: 00D5g000004Acme
  myDomain: Acme
  type: sandbox
  settings: { allowUsernamePasswordFlow: false, sessionTimeout: 30, trustedIpRanges: [{ start: "2001:db8::1", end: "2001:db8::ff" }] }
profiles:
  - { name: Portal, apiEnabled: false, loginIpRanges: [{ start: 10.0.0.0, end: 10.255.255.255 }], sessionTimeout: 30, loginHours: { monday: { start: 480, end: 1080 }, sunday: { start: 0, end: 0 } } }
permissionSets:
  - { name: Order_Integration, customPermissions: [Approve_Orders] }
  - { name: XFAIR_EMS, label: XFAIR-EMS }
users:
  - { username: ada@acme.example, password: correct-horse, securityToken: Tok3n, email: ada@mail.example, firstName: Ada,
      lastName: Byron, profile: Standard, permissionSets: [Order Integration, xfair-ems, Order_Integration], isFrozen: true,
      timezone: Europe/Paris, address: { city: Paris, postalCode: "75001" } }
  - { username: bob@acme.example, profile: portal }
apps:
  - kind: connectedApp
    name: Order_Portal
    consumerKey: 3MVG9OrderPortal
    consumerSecret: 0123456789ABCDEF
    callbackUrls: [ "http://localhost:3000/callback", "myapp://oauth/done", oob, "sfdc://success", "no:callbackurl", "https://" ]
    scopes: [ api, RefreshToken, OpenID, refresh_token ]
    isAdminApproved: true
    profiles: [Admin]
    permissionSets: [ Order Integration ]
    isClientCredentialEnabled: true
    clientCredentialUser: ada@mail.example
    sessionPolicy: { sessionTimeout: 15, sessionLevel: HIGH_ASSURANCE, policyAction: Block }
    attributes: { region: "'EMEA'" }
projects: []
`);
  expect(org).toMatchObject({ id: '00D5g000004AcmeEAC', myDomain: 'acme', type: 'sandbox' });
  expect(org.settings).toMatchObject({
    allowUsernamePasswordFlow: false,
    allowUserAgentFlow: true,
    sessionTimeout: 30,
  });
  expect(named(org.profiles, 'Portal')).toMatchObject({
    sessionTimeout: 30,
    loginHours: { monday: { start: 480, end: 1080 }, sunday: { start: 0, end: 0 } },
  });
  expect(org.permissionSets.map(({ name, label }) => [name, label])).toEqual([
    ['Order_Integration', 'Order Integration'],
    ['XFAIR_EMS', 'XFAIR-EMS'],
  ]);
  expect(org.users[0]).toMatchObject({
    profile: 'Standard User',
    permissionSets: ['Order_Integration', 'XFAIR_EMS', 'Order_Integration'],
    alias: 'abyro',
    isFrozen: true,
    address: { city: 'Paris', postalCode: '75001' },
  });
  expect(org.users[1]?.profile).toBe('Portal');
  expect(named(org.apps, 'Order_Portal')).toMatchObject({
    scopes: ['api', 'refresh_token', 'openid'],
    profiles: ['System Administrator'],
    permissionSets: ['Order_Integration'],
    // An email typed instead of a username is kept: the wire refuses it (token.md 6).
    clientCredentialUser: 'ada@mail.example',
    sessionPolicy: { sessionTimeout: 15, sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' },
    attributes: { region: "'EMEA'" },
  });
});

test('an id that is left out is one of its kind', () => {
  const org = readSeedDocument({ permissionSets: [{ name: 'Set' }] });
  expect(isSalesforceId(org.id, '00D')).toBe(true);
  expect(org.profiles.every(({ id }) => isSalesforceId(id, '00e'))).toBe(true);
  expect(org.permissionSets.every(({ id }) => isSalesforceId(id, '0PS'))).toBe(true);
  expect(org.users.every(({ id }) => isSalesforceId(id, '005'))).toBe(true);
  expect(org.apps.every(({ id }) => isSalesforceId(id, '0H4'))).toBe(true);
});

test.each([
  ['Ünïted Örders, Inc.', 'united-orders-inc'],
  ['A very long name that goes on and on and on', 'a-very-long-name-that-goes-on-and'],
  ['日本', expect.stringMatching(/^[a-z0-9]{9}$/)],
])('My Domain of an org named %s', (name, myDomain) => {
  expect(readSeedDocument({ org: { name } }).myDomain).toEqual(myDomain);
});

test('callback URLs may have 2,000 characters in all', () => {
  const callbackUrls = [`a:${'x'.repeat(990)}`, `b:${'x'.repeat(1005)}`];
  expect(callbackUrls.join('\n')).toHaveLength(2000);
  expect(appWith({ callbackUrls }).callbackUrls).toEqual(callbackUrls);
});

test('anchors and aliases share fields', () => {
  const org = orgOf('apps:\n  - { name: One, scopes: &all [api, web] }\n  - { name: Two, scopes: *all }');
  expect(named(org.apps, 'Two').scopes).toEqual(['api', 'web']);
});

test('an org without apps or users can be had by saying so', () => {
  const org = readSeedDocument({ users: [], apps: [] });
  expect(org.users).toEqual([]);
  expect(org.apps.map((app) => app.name)).toEqual(['PlatformCLI']);
});

describe('a certificate', () => {
  const pem = readFileSync('seed/demo.crt', 'utf8');
  const der = new X509Certificate(pem).raw.toString('base64');
  const bag = `Bag Attributes\n    friendlyName: demo\nsubject=/CN=demo\n${pem}`;

  test.each([
    ['PEM', pem],
    ['PEM with Windows line ends', pem.replaceAll('\n', '\r\n')],
    ['PEM with bag attributes', bag],
    ['one line of base64 DER', der],
    ['base64 of a whole PEM text with bag attributes', Buffer.from(bag).toString('base64')],
  ])('in %s becomes PEM', (_, certificate) => {
    expect(appWith({ certificate }).certificate).toBe(pem);
  });

  test('as a path, to PEM or DER, is read from beside the seed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fauxforce-seed-'));
    try {
      writeFileSync(join(folder, 'app.crt'), pem);
      writeFileSync(join(folder, 'app.der'), Buffer.from(der, 'base64'));
      writeFileSync(join(folder, 'app.b64'), der);
      for (const certificate of ['./app.crt', 'app.der', join(folder, 'app.b64')]) {
        const org = readSeedDocument({ apps: [{ name: 'App', certificate }] }, { directory: folder });
        expect(named(org.apps, 'App').certificate).toBe(pem);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fauxforce-seed-'));
    writeFileSync(join(folder, 'b.yml'), 'org: { name: B }\n---\norg: { name: C }\n---\n');
    writeFileSync(
      join(folder, 'a.json'),
      '\ufeff{\n\t"$schema": "./seed.schema.json",\n\t"org": { "name": "A" }\n}',
    );
    writeFileSync(join(folder, 'seed.schema.json'), '{"type":"object"}');
    writeFileSync(join(folder, 'notes.txt'), 'not a seed');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('of a directory, and documents of a file, are an org each', async () => {
    const { orgs } = await loadSeed([folder]);
    expect(orgs.map((org) => org.name)).toEqual(['A', 'B', 'C']);
  });

  test('named twice are read once', async () => {
    const { orgs } = await loadSeed([join(folder, 'a.json'), folder]);
    expect(orgs.map((org) => org.name)).toEqual(['A', 'B', 'C']);
  });
});

describe('the demo', () => {
  const key = createPrivateKey(readFileSync('seed/demo.key'));

  test('has an app for each flow, with keys that never change', async () => {
    const { orgs } = await loadSeed(['seed/demo.yaml']);
    expect(orgs).toMatchObject([{ id: '00D5g000004AcmeEAC', name: 'Acme', myDomain: 'acme' }]);
    const apps = orgs.flatMap((org) => org.apps);
    expect(apps.map((app) => app.name)).toEqual([
      'Web_Server',
      'Web_Server_PKCE',
      'Rotating',
      'Client_Credentials',
      'JWT_Bearer',
      'Username_Password',
      'Admin_Approved',
      'Token_Exchange',
      'Device',
      'User_Agent',
      'Headless',
      'Limited_Scope',
      'Service_Provider',
      'PlatformCLI',
    ]);
    const own = apps.filter((app) => app.name !== 'PlatformCLI');
    expect(own.map((app) => app.consumerKey)).toEqual(own.map((app) => `3MVG9Demo.${app.name}`));
    expect(new Set(own.map((app) => app.consumerSecret)).size).toBe(own.length);
    const jwt = named(apps, 'JWT_Bearer');
    expect(jwt).toMatchObject({ isAdminApproved: true, permissionSets: ['Order_Integration'] });
    expect(new X509Certificate(jwt.certificate ?? '').checkPrivateKey(key)).toBe(true);
  });

  test('can be found in the directory', async () => {
    const directory = new OrgDirectory((await loadSeed(['seed/demo.yaml'])).orgs);
    expect(directory.userByUsername('ADA@acme.example')?.user).toMatchObject({
      password: 'correct-horse',
      securityToken: 'Tok3n',
      permissionSets: ['Order_Integration'],
    });
    expect(directory.userByUsername('grace@acme.example')?.user.permissionSets).toEqual([]);
    expect(directory.userByUsername('integration@acme.example')?.user.profile).toBe(
      'Minimum Access - API Only Integrations',
    );
  });
});

describe('changes to a document', () => {
  const demo = parseSeedText(readFileSync('seed/demo.yaml', 'utf8'), 'seed/demo.yaml')[0]?.value;
  const changed = (changes: Parameters<typeof applyChanges>[1]) =>
    readSeedDocument(applyChanges(demo, changes), { directory: 'seed' });

  test('set fields by the names of records, and remove what is null', () => {
    const org = changed({
      settings: { isPkceRequired: true },
      apps: { Client_Credentials: { clientCredentialUser: null }, PlatformCLI: { state: 'blocked' } },
      users: { ada: { isFrozen: true }, 'grace@acme.example': { isActive: false } },
      profiles: { 'System Administrator': { apiEnabled: false } },
    });
    expect(org.settings.isPkceRequired).toBe(true);
    expect(named(org.apps, 'Client_Credentials').clientCredentialUser).toBeUndefined();
    expect(named(org.apps, 'PlatformCLI')).toMatchObject({ state: 'blocked', consumerSecret: '' });
    expect(org.users.map((user) => [user.isFrozen, user.isActive])).toEqual([
      [true, true],
      [false, false],
      [false, true],
      [false, true],
    ]);
    expect(named(org.profiles, 'System Administrator').apiEnabled).toBe(false);
  });

  test('leave the document as it was', () => {
    const before = structuredClone(demo);
    changed({ apps: { Web_Server: { scopes: ['id'] } }, settings: { sessionTimeout: 5 } });
    expect(demo).toEqual(before);
    expect(changed({})).toEqual(readSeedDocument(demo, { directory: 'seed' }));
  });

  test('must name a record that is there', () => {
    expect(() => changed({ apps: { Web_Servr: {} } })).toThrow("the seed has no 'Web_Servr' in apps");
  });
});
