/** "Show as Seed and Metadata": what is shown makes the same app again. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { App, Org } from '../../src/org/model.ts';
import { appSeedText } from '../../src/seed/app-text.ts';
import { documentOf } from '../../src/seed/document-of.ts';
import { loadSeed, loadSeedDocument } from '../../src/seed/load.ts';
import { metadataOf } from '../../src/setup/apps/metadata.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { verifyIdentity } from './verify.ts';
import { SetupVisitor } from './visitor.ts';

/** Everything that an app can say, beside the apps of the demo. */
const FULL = {
  name: 'Full',
  label: 'Full & <All>',
  description: 'Line one\nLine "two"',
  contactEmail: 'ada@acme.example',
  contactPhone: '+1 555 0100',
  infoUrl: 'https://acme.example/info?a=1&b=2',
  startUrl: 'https://acme.example/start',
  mobileStartUrl: 'https://acme.example/mobile',
  consumerKey: '3MVG9Full.Key',
  consumerSecret: 'F000000000000000000000000000000F',
  callbackUrls: ['https://a.example/cb?x=1&y=2', 'myapp://done'],
  scopes: ['api', 'refresh_token', 'openid'],
  isAdminApproved: true,
  profiles: ['System Administrator'],
  permissionSets: ['Order_Integration'],
  isPkceRequired: true,
  isConsumerSecretOptional: true,
  isSecretRequiredForRefreshToken: false,
  isRefreshTokenRotationEnabled: true,
  isClientCredentialEnabled: true,
  clientCredentialUser: 'ada@acme.example',
  isNamedUserJwtEnabled: true,
  isIntrospectAllTokens: true,
  isTokenExchangeEnabled: true,
  isSecretRequiredForTokenExchange: true,
  isCodeCredentialEnabled: true,
  isCodeCredentialPostOnly: true,
  refreshTokenPolicy: 'specific_inactivity:36:HOURS',
  ipRelaxation: 'BYPASS_2FACTOR',
  ipRanges: [{ start: '10.0.0.1', end: '10.0.0.9' }],
  sessionPolicy: { sessionTimeout: 30, sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' },
  singleLogoutUrl: 'https://acme.example/out',
  idToken: { validity: 5, audiences: ['https://x.example'], includeStandardClaims: true },
  assetToken: { audiences: ['https://devices.example'], validity: 90 },
  attributes: { region: '"emea"' },
  saml: { entityUrl: 'https://sp.example', acsUrl: 'https://sp.example/acs', subjectType: 'UserId' },
};

const EXTERNAL = {
  kind: 'externalClientApp',
  ...FULL,
  name: 'Full_External',
  consumerKey: '3MVG9Full.External',
  consumerSecret: 'E000000000000000000000000000000E',
  isDeviceFlowEnabled: true,
  distributionState: 'Packaged',
  isEnabled: false,
  // What a project's files cannot say of it.
  ...{ saml: undefined, mobileStartUrl: undefined, idToken: { validity: 5 } },
};

let sf: Fauxforce;
let org: Org;
let folder: string;
beforeAll(async () => {
  sf = await startFauxforce();
  const [first] = sf.world.orgs.orgs;
  await sf.world.image.addRecord(first as Org, 'apps', FULL);
  org = await sf.world.image.addRecord(
    sf.world.orgs.orgs[0] as Org,
    'apps',
    JSON.parse(JSON.stringify(EXTERNAL)),
  );
  folder = mkdtempSync(join(tmpdir(), 'as-text-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sf[Symbol.asyncDispose]();
});

const NAMES = [
  'Full',
  'Full_External',
  'Web_Server',
  'JWT_Bearer',
  'Web_Server_PKCE',
  'Device',
  'Token_Exchange',
];
const appOf = ({ apps }: Org, name: string): App => {
  const found = apps.find((app) => app.name === name);
  if (!found) throw new Error(`there is no app ${name}`);
  return found;
};

const withoutIds = ({ id, createdAt, orgId, ...app }: App) => app;

test.each(NAMES)('%s as a seed', async (name) => {
  const { apps: _, tokenExchangeHandlers, ...others } = documentOf(org);
  const { apps } = parse(appSeedText(org, appOf(org, name), true));
  const { orgs } = await loadSeedDocument({ ...others, apps }, folder);
  expect(withoutIds(appOf(orgs[0] as Org, name))).toEqual(withoutIds(appOf(org, name)));
});

test('a seed says nothing that it need not', () => {
  expect(appSeedText(org, appOf(org, 'Device'), true)).toMatchInlineSnapshot(`
    "apps:
      - kind: connectedApp
        name: Device
        label: Device
        consumerKey: 3MVG9Demo.Device
        consumerSecret: DEMO0DEVICE000000000000000000000
        callbackUrls:
          - https://login.salesforce.com/services/oauth2/success
        scopes:
          - api
          - refresh_token
          - id
          - web
    "
  `);
  expect(appSeedText(org, appOf(org, 'Web_Server'), false)).not.toMatch(/Secret|initialAccessToken/);
});

test.each(NAMES)('%s as a Salesforce DX project', async (name) => {
  const app = appOf(org, name);
  const project = join(folder, name);
  const write = (path: string, text: string) => {
    const file = join(project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write('sfdx-project.json', '{"packageDirectories":[{"path":"force-app","default":true}]}');
  for (const { path, text } of metadataOf(org, app)) write(`force-app/main/default/${path}`, text);
  write(
    'force-app/main/default/permissionsets/Order_Integration.permissionset-meta.xml',
    '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Order Integration</label></PermissionSet>',
  );
  const { orgs, projects } = await loadSeed([project]);
  expect(projects[0]?.problems).toEqual([]);
  const { consumerSecret, initialAccessToken, ...rest } = withoutIds(app);
  const isConnected = app.kind === 'connectedApp';
  expect(appOf(orgs[0] as Org, name)).toMatchObject({
    ...rest,
    // A Connected App's file has no switch of the device flow (model.md 1.2), and no file has the guest flow of one.
    ...(isConnected && { isDeviceFlowEnabled: expect.any(Boolean) }),
  });
});

test('the page shows both, and the secret to whoever has verified who they are', async () => {
  const ada = await SetupVisitor.logIn(sf);
  const app = appOf(org, 'Web_Server');
  const id = `06P${app.id.slice(3, 15)}`;
  const path = `/setup/lightning/AppAsText?applicationId=${id}`;
  const before = await ada.open(path);
  expect(before.text).toContain('connectedApps/Web_Server.connectedApp-meta.xml');
  expect(before.text).toContain('consumerKey: 3MVG9Demo.Web_Server');
  expect(before.text).toContain('Its secret is left out');
  expect(before.html).not.toContain(app.consumerSecret);
  const details = `/app/mgmt/forceconnectedapps/forceAppConsumerDetails.apexp?applicationId=${id}`;
  await verifyIdentity(sf, ada, await ada.open(details));
  expect((await ada.open(path)).text).toContain(`consumerSecret: ${app.consumerSecret}`);
});
