/** What a project says of the org, its profiles, permission sets and users: model.md 4 and 6. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasPermission } from '../../src/org/permissions.ts';
import type { LoadedProjects } from '../../src/seed/load.ts';
import { named } from '../seed/helpers.ts';
import { ACME, connectedApp, DEFAULT, lines, load, metadata, writeProject } from './helpers.ts';

describe('of the fixture project', () => {
  let acme: LoadedProjects;
  beforeAll(async () => {
    acme = await load(ACME);
  });

  test('the org is that of the scratch definition, the login URL and the settings files, which count first', () => {
    expect(acme.org).toMatchObject({ name: 'Acme Scratch', myDomain: 'acme--uat', type: 'sandbox' });
    expect(acme.org.settings).toMatchObject({
      allowUsernamePasswordFlow: false,
      allowUserAgentFlow: true,
      isPkceRequired: true,
      allowCodeAndCredentialsFlow: true,
      apiAccessControl: true,
      sessionTimeout: 240,
      trustedIpRanges: [{ start: '192.0.2.0', end: '192.0.2.255' }],
      enableOauthCors: true,
      enforceIpRangesEveryRequest: true,
      maxLoginAttempts: 3,
      lockoutInterval: undefined,
    });
  });

  test('profiles have their decoded file name, and what the file leaves out is not denied', () => {
    expect(named(acme.org.profiles, 'System Administrator')).toMatchObject({
      apiEnabled: true,
      approveUninstalledConnectedApps: true,
      loginIpRanges: [
        { start: '10.0.0.0', end: '10.255.255.255' },
        { start: '2001:db8::1', end: '2001:db8::ff' },
      ],
      // Of profileSessionSettings, which call it `admin`.
      sessionTimeout: 30,
    });
    expect(named(acme.org.profiles, '[AC RUL] Director')).toMatchObject({
      apiEnabled: false,
      apiUserOnly: true,
      loginHours: { monday: { start: 480, end: 1080 }, sunday: { start: 0, end: 0 } },
    });
    expect(lines(acme.problems, DEFAULT)).toContain(
      'profiles/%5BAC RUL%5D Director.profile-meta.xml:9:9 loginHours: tuesday needs both tuesdayStart and tuesdayEnd',
    );
  });

  test('permission sets have what is enabled, groups their sets', () => {
    expect(named(acme.org.permissionSets, 'ZR_XFAIR_EMS')).toMatchObject({
      label: 'ZR_XFAIR-EMS',
      customPermissions: ['Approve_Orders'],
    });
    expect(acme.org.users.find(({ username }) => username === 'integration@acme.example')).toMatchObject({
      lastName: 'Integration',
      email: 'ada@acme.example',
      alias: 'integ',
      timezone: 'Europe/Paris',
      locale: 'fr_FR',
      language: 'fr',
      profile: 'Standard User',
      permissionSets: ['Everything'],
    });
    expect(named(acme.org.permissionSetGroups, 'Everything')).toMatchObject({
      label: 'Every Thing',
      permissionSets: ['ZR_XFAIR_EMS', 'Support'],
    });
  });

  test('users come from definition files, sObject trees and the scratch definition', () => {
    expect(
      acme.org.users.map(({ username, profile, permissionSets }) => [username, profile, permissionSets]),
    ).toEqual([
      ['integration@acme.example', 'Standard User', ['Everything']],
      ['grace@acme.example', '[AC RUL] Director', ['Support']],
      ['lin@acme.example', 'Standard User', []],
      ['root@acme.example.scratch', 'System Administrator', []],
    ]);
    expect(acme.org.users[1]).toMatchObject({
      password: 'correct-horse',
      firstName: 'Grace',
      address: { city: 'Arlington' },
      isFrozen: true,
      userType: 'STANDARD',
    });
    expect(lines(acme.defaulted, ACME)).toContain(
      "data/User.json:22:20 ProfileId '00e5g000000abcdAAA' is of some other org: taken as Standard User",
    );
  });

  test('nothing was made up: every file that counts is in the report', () => {
    const kinds = Map.groupBy(acme.read, ({ kind }) => kind);
    expect(Object.fromEntries(Array.from(kinds, ([kind, records]) => [kind, records.length]))).toEqual({
      'Connected App': 5,
      'External Client App': 3,
      'custom scope': 1,
      'permission set': 2,
      'permission set group': 1,
      profile: 2,
      'profile session settings': 1,
      settings: 3,
      user: 3,
      'scratch org definition': 1,
    });
  });
});

const APP = {
  'force-app/App.connectedApp-meta.xml': connectedApp('<consumerKey>3MVG9SomeApp</consumerKey>'),
};

test.each([
  ['https://login.salesforce.com', 'developer', 'small'],
  ['https://test.salesforce.com/', 'sandbox', 'small'],
  ['https://acme.my.salesforce.com', 'production', 'acme'],
  ['https://acme-dev-ed.develop.my.salesforce.com', 'developer', 'acme-dev-ed'],
  ['https://acme--uat.sandbox.my.salesforce.com', 'sandbox', 'acme--uat'],
  ['https://ability-1.scratch.my.salesforce.com', 'scratch', 'ability-1'],
  ['https://acme--uat.sandbox.my.salesforce.mil', 'sandbox', 'acme--uat', 'mil'],
  ['https://acme.my.sfcrmproducts.cn/', 'production', 'acme', 'china'],
  ['https://login.sfcrmproducts.cn', 'developer', 'small', 'china'],
  ['https://TEST.salesforce.mil', 'sandbox', 'small', 'mil'],
  ['https://acme.my.salesforce.mil.example', 'developer', 'small'],
])('sfdcLoginUrl %s is of a %s org', async (sfdcLoginUrl, type, myDomain, cloud = 'commercial') => {
  const { org } = await load(
    writeProject({
      ...APP,
      'sfdx-project.json': JSON.stringify({
        packageDirectories: [{ path: 'force-app' }],
        name: 'small',
        sfdcLoginUrl,
      }),
    }),
  );
  expect(org).toMatchObject({ type, myDomain, cloud });
});

test.each([
  ['FifteenMinutes', 15],
  ['NinetyMinutes', 90],
  ['TwentyFourHours', 1440],
])('session timeout %s', async (written, minutes) => {
  const security = metadata(
    'SecuritySettings',
    `<sessionSettings><sessionTimeout>${written}</sessionTimeout></sessionSettings>`,
  );
  const { org } = await load(writeProject({ ...APP, 'force-app/settings/Security.settings': security }));
  expect(org.settings.sessionTimeout).toBe(minutes);
});

test('My Domain settings say name and kind of org', async () => {
  const { org, problems } = await load(
    writeProject({
      ...APP,
      'force-app/settings/MyDomain.settings-meta.xml': metadata(
        'MyDomainSettings',
        '<domainPartition>sandbx</domainPartition><myDomainName>acme</myDomainName>',
      ),
    }),
  );
  expect(org).toMatchObject({ myDomain: 'acme', type: 'developer' });
  expect(problems.map(({ message, line }) => [message, line])).toEqual([
    ["'sandbx' is not known here: did you mean 'sandbox'?", 3],
  ]);
});

test('without a scratch definition the org has the name of the project, and one administrator', async () => {
  const folder = writeProject(APP);
  const { org, defaulted } = await load(folder);
  expect(org.name).toBe('small');
  expect(org.users.map(({ username, profile }) => [username, profile])).toEqual([
    ['admin@small.example', 'System Administrator'],
  ]);
  expect(defaulted.map(({ message }) => message)).toContain(
    `no file holds a user: admin@small.example, a System Administrator, has password ${org.users[0]?.password} and security token ${org.users[0]?.securityToken}`,
  );
});

test('a profile in two package directories is one profile', async () => {
  const profile = (content: string) => metadata('Profile', content);
  const folder = writeProject({
    'sfdx-project.json': '{ "packageDirectories": [{ "path": "a" }, { "path": "b" }] }',
    'a/profiles/Sales.profile-meta.xml': profile(
      '<userPermissions><enabled>false</enabled><name>ApiEnabled</name></userPermissions>',
    ),
    'b/profiles/Sales.profile-meta.xml': profile(
      '<loginIpRanges><startAddress>::1</startAddress><endAddress>::1</endAddress></loginIpRanges>',
    ),
  });
  expect(named((await load(folder)).org.profiles, 'Sales')).toMatchObject({
    apiEnabled: false,
    loginIpRanges: [{ start: '::1', end: '::1' }],
  });
});

test('a user definition without Username is skipped, and one that is no JSON is told', async () => {
  const folder = writeProject({
    ...APP,
    'config/nobody-user-def.json': '{ "LastName": "Nobody", "profileName": "Standard User" }',
    'config/broken-user-def.json': '{ "Username": "ada@acme.example", ',
    'config/tool.json': '{ not json at all',
  });
  const { skipped, problems } = await load(folder);
  expect(lines(skipped, folder)).toEqual([
    'config/nobody-user-def.json:1:1 a user without Username in nobody-user-def.json is not used: give it one',
  ]);
  expect(lines(problems, folder)).toEqual([
    'config/broken-user-def.json:1:35 is not JSON: it ends too early',
  ]);
});

describe('where files are', () => {
  test('at any depth, by suffix, once, through links that go round', async () => {
    const folder = writeProject({
      'sfdx-project.json':
        '{ "packageDirectories": [{ "path": "force-app" }, { "path": "force-app/deep" }] }',
      'force-app/deep/er/App.connectedApp-meta.xml': connectedApp(''),
      'force-app/node_modules/x/Other.connectedApp-meta.xml': connectedApp(''),
    });
    mkdirSync(join(folder, 'force-app/loop'));
    symlinkSync('..', join(folder, 'force-app/loop/up'));
    symlinkSync('self.profile', join(folder, 'force-app/self.profile'));
    symlinkSync('nowhere', join(folder, 'force-app/Gone.connectedApp'));
    const { read, problems } = await load(folder);
    expect(read.map(({ name }) => name)).toEqual(['App']);
    expect(lines(problems, folder)).toEqual([
      'force-app/Gone.connectedApp:1:1 is a link to a file that is not there',
      'force-app/self.profile:1:1 is a link to itself',
    ]);
  });

  test('in projects below the root of a repository', async () => {
    const folder = writeProject({
      'package.json': '{ "name": "repository" }',
      'sfdx/sfdx-project.json': '{ "packageDirectories": [{ "path": "force-app" }], "name": "inner" }',
      'sfdx/force-app/App.connectedApp-meta.xml': connectedApp(''),
    });
    const { rmSync } = await import('node:fs');
    rmSync(join(folder, 'sfdx-project.json'));
    const { org } = await load(folder);
    expect(org.name).toBe('inner');
    expect(org.apps.map(({ name }) => name)).toEqual(['App', 'PlatformCLI']);
  });

  test('in package directories that exist, of a project file that can be read', async () => {
    const folder = writeProject({
      ...APP,
      'sfdx-project.json':
        '{\n  "packageDirectories": [\n    { "path": "force-app" },\n    { "path": "gone" },\n    { "default": true }\n  ]\n}',
    });
    const { org, problems } = await load(folder);
    expect(org.apps.map(({ name }) => name)).toContain('App');
    expect(lines(problems, folder)).toEqual([
      "sfdx-project.json:4:15 packageDirectories: there is no folder 'gone'",
      'sfdx-project.json:5:5 packageDirectories: an entry needs a path',
    ]);
  });
});

test('permission sets carry user permissions, and muting permission sets take them away', async () => {
  const permission = (name: string, enabled = true) =>
    `<userPermissions><enabled>${enabled}</enabled><name>${name}</name></userPermissions>`;
  const folder = writeProject({
    ...APP,
    'force-app/Sales.profile-meta.xml': metadata('Profile', permission('ApiEnabled', false)),
    'force-app/Api.permissionset-meta.xml': metadata(
      'PermissionSet',
      `${permission('ApiEnabled')}${permission('CanApproveUninstalledApps')}${permission('UseAnyApiClient')}`,
    ),
    'force-app/Mute.mutingpermissionset-meta.xml': metadata(
      'MutingPermissionSet',
      `<label>Mute</label>${permission('CanApproveUninstalledApps')}`,
    ),
    'force-app/All.permissionsetgroup-meta.xml': metadata(
      'PermissionSetGroup',
      '<label>All</label><mutingPermissionSets>Mute</mutingPermissionSets><permissionSets>Api</permissionSets>',
    ),
    'force-app/Odd.permissionsetgroup-meta.xml': metadata(
      'PermissionSetGroup',
      '<label>Odd</label>\n<mutingPermissionSets>Nobody</mutingPermissionSets><permissionSets>Api</permissionSets>',
    ),
    'config/user-def.json':
      '{ "Username": "ada@acme.example", "LastName": "Byron", "profileName": "Sales", "permsets": ["All"] }',
  });
  const { org, defaulted, read } = await load(folder);
  expect(named(org.permissionSets, 'Api')).toMatchObject({
    apiEnabled: true,
    approveUninstalledConnectedApps: true,
    useAnyApiClient: true,
    twoFactorApi: false,
  });
  const [ada] = org.users;
  expect(ada && hasPermission({ org, user: ada, now: 0 }, 'apiEnabled')).toBe(true);
  expect(ada && hasPermission({ org, user: ada, now: 0 }, 'approveUninstalledConnectedApps')).toBe(false);
  expect(lines(defaulted, folder)).toContain(
    "force-app/Odd.permissionsetgroup-meta.xml:4:1 muting permission set 'Nobody' is not in the project: it mutes nothing",
  );
  expect(read.map(({ kind }) => kind)).toContain('muting permission set');
});

test('custom scopes are assigned by themselves, by policies, or not at all', async () => {
  const folder = writeProject({
    'force-app/App.connectedApp-meta.xml': connectedApp(
      '<consumerKey>3MVG9SomeApp</consumerKey><scopes>Api</scopes>',
    ),
    'force-app/Orders.oauthcustomscope-meta.xml': metadata(
      'OauthCustomScope',
      `<assignedTo>Ns__App</assignedTo>
<assignedTo>Gone</assignedTo>
<description>Read your orders</description>
<developerName>order_status</developerName>
<isProtected>false</isProtected>
<isPublic>true</isPublic>
<masterLabel>order_status</masterLabel>`,
    ),
    'force-app/Api.oauthcustomscope': metadata('OauthCustomScope', '<description>x</description>'),
    'force-app/Eca.eca': metadata('ExternalClientApplication', '<label>Eca</label>'),
    'force-app/Eca.ecaOauthPlcy': metadata(
      'ExtlClntAppOauthConfigurablePolicies',
      `<externalClientApplication>Eca</externalClientApplication>
<commaSeparatedCustomScopes>order_status, {{MORE}}, refunds</commaSeparatedCustomScopes>`,
    ),
    'force-app/Eca.ecaOauth': metadata(
      'ExtlClntAppOauthSettings',
      '<externalClientApplication>Eca</externalClientApplication>',
    ),
  });
  const { org, skipped, defaulted, problems } = await load(folder);
  expect(named(org.apps, 'App').scopes).toEqual(['api', 'order_status']);
  expect(named(org.apps, 'Eca').scopes).toEqual(['order_status', 'refunds']);
  expect(org.customScopes).toEqual([
    { name: 'order_status', description: 'Read your orders', isPublic: true },
    { name: 'refunds', description: 'refunds', isPublic: false },
  ]);
  expect(lines(skipped, folder)).toContain(
    "force-app/Orders.oauthcustomscope-meta.xml:4:1 custom scope 'order_status' is assigned to 'Gone', which is not in the project",
  );
  expect(lines(defaulted, folder)).toContain(
    "force-app/Eca.ecaOauthPlcy:4:1 custom scope 'refunds' is not in the project: one without anything in it was added",
  );
  expect(lines(problems, folder)).toContain(
    "force-app/Api.oauthcustomscope:2:1 name of custom scope 'Api': 'Api' is one of Salesforce's own scopes: give this one another name",
  );
});

test('session, My Domain and Connected App settings say who logs in where, and how', async () => {
  const folder = writeProject({
    ...APP,
    'force-app/a.profileSessionSetting-meta.xml': metadata(
      'ProfileSessionSetting',
      '<profile>admin</profile><requiredSessionLevel>HIGH_ASSURANCE</requiredSessionLevel><sessionTimeout>0</sessionTimeout>',
    ),
    'force-app/b.profileSessionSetting-meta.xml': metadata(
      'ProfileSessionSetting',
      '<profile>Standard</profile>\n<requiredSessionLevel>HIGH</requiredSessionLevel>',
    ),
    'force-app/MyDomain.settings': metadata(
      'MyDomainSettings',
      '<canOnlyLoginWithMyDomainUrl>true</canOnlyLoginWithMyDomainUrl><doesApiLoginRequireOrgDomain>true</doesApiLoginRequireOrgDomain>',
    ),
    'force-app/ConnectedApp.settings': metadata(
      'ConnectedAppSettings',
      '<enableAdminApprovedAppsOnlyForExternalUser>true</enableAdminApprovedAppsOnlyForExternalUser>',
    ),
  });
  const { org, problems } = await load(folder);
  expect(named(org.profiles, 'System Administrator')).toMatchObject({
    requiredSessionLevel: 'HIGH_ASSURANCE',
    sessionTimeout: undefined,
  });
  expect(named(org.profiles, 'Standard User').requiredSessionLevel).toBeUndefined();
  expect(org.settings).toMatchObject({
    apiAccessControl: false,
    apiAccessControlForExternalUsers: true,
    canOnlyLoginWithMyDomainUrl: true,
    doesApiLoginRequireOrgDomain: true,
  });
  expect(lines(problems, folder)).toContain(
    "force-app/b.profileSessionSetting-meta.xml:4:1 requiredSessionLevel of profile 'Standard User' is 'HIGH': must be one of LOW, STANDARD, HIGH_ASSURANCE",
  );
});
