/** model.md 5.2 and 6, row by row: keys and secrets, where files are, users, scratch org definitions. */
import { describe, expect, test } from 'vitest';
import { appIn, appOf, connectedApp, lines, load, metadata, writeProject } from './helpers.ts';

const FILE = 'force-app/App.connectedApp-meta.xml';
const APP = { [FILE]: connectedApp('<consumerKey>3MVG9SomeApp</consumerKey>') };

describe('5.2 keys and secrets', () => {
  test.each([
    ['85 characters after 3MVG9, with dots and underscores', `3MVG9${'aZ0._'.repeat(16)}`],
    ['77 characters after 4MVG9', `4MVG9${'aZ0._bY1'.repeat(9)}`],
    ['35 characters, self-made', 'abcdefghij0123456789ABCDEFGHIJ98765'],
    ['8 characters', 'abcdefg8'],
    ['256 characters', 'ab'.repeat(128)],
  ])('a consumer key of %s', async (_, key) => {
    const { app, problems } = await appOf(connectedApp(`<consumerKey>${key}</consumerKey>`));
    expect(app.consumerKey).toBe(key);
    expect(problems).toEqual([]);
  });

  test.each(['abcdef7', 'ab'.repeat(129), 'with-hyphen'])('no consumer key: %s', async (key) => {
    const { app, problems } = await appOf(connectedApp(`<consumerKey>${key}</consumerKey>`));
    expect(app.consumerKey).toMatch(/^3MVG9.{80}$/);
    expect(problems).toEqual([expect.stringContaining(`${FILE}:5:1 consumerKey of app 'App'`)]);
  });

  test.each(['0123456789ABCDEF'.repeat(4), '1234567890123456789'])(
    'a consumer secret: %s',
    async (secret) => {
      const { app } = await appOf(connectedApp(`<consumerSecret>${secret}</consumerSecret>`));
      expect(app.consumerSecret).toBe(secret);
    },
  );

  test.each(['YOUR_CONSUMER_KEY', 'YOUR-KEY', '{{CONSUMERKEY}}', `$${'{CONSUMER_KEY}'}`])(
    'the placeholder %s is named, and the key derived',
    async (placeholder) => {
      const { app, defaulted, problems } = await appOf(
        connectedApp(`<consumerKey>${placeholder}</consumerKey>\n<isPkceRequired>{{PKCE}}</isPkceRequired>`),
      );
      expect(app.consumerKey).toMatch(/^3MVG9.{80}$/);
      expect(app.isPkceRequired).toBe(false);
      expect(defaulted).toEqual(
        expect.arrayContaining([
          `${FILE}:5:1 consumerKey is the placeholder '${placeholder}': taken as left out`,
          `${FILE}:6:1 isPkceRequired is the placeholder '{{PKCE}}': taken as left out`,
        ]),
      );
      expect(problems).toEqual([]);
    },
  );

  test('what is derived is the same on every start', async () => {
    const [first, second] = [await appOf(connectedApp('')), await appOf(connectedApp(''))];
    expect([first.app.consumerKey, first.app.consumerSecret]).toEqual([
      second.app.consumerKey,
      second.app.consumerSecret,
    ]);
  });
});

describe('6.1 sfdx-project.json and where files are', () => {
  test('keys that say nothing here are passed over', async () => {
    const { problems, skipped } = await appIn({
      ...APP,
      'sfdx-project.json': JSON.stringify({
        packageDirectories: [{ path: 'force-app', default: true, package: 'p', versionNumber: '1.0.0.NEXT' }],
        namespace: 'ns',
        sourceApiVersion: '66.0',
        oauthLocalPort: 1717,
        packageAliases: {},
        plugins: {},
        pushPackageDirectoriesSequentially: true,
        sourceBehaviorOptions: [],
      }),
    });
    expect([...problems, ...skipped]).toEqual([]);
  });

  test.each([
    'force-app/main/default/connectedApps/',
    'force-app/',
    'force-app/some/other/folder/',
    'force-app/main/default/profiles/',
  ])('the suffix counts, not the folder: %s', async (folder) => {
    const { app } = await appIn({ [`${folder}App.connectedApp-meta.xml`]: connectedApp('') });
    expect(app.name).toBe('App');
  });

  test.each(['forcecom', 'sfdx', 'Doc', 'a/b/c'])('a project in the sub-folder %s', async (folder) => {
    const root = writeProject({ [`${folder}/force-app/App.connectedApp-meta.xml`]: connectedApp('') });
    const { renameSync } = await import('node:fs');
    renameSync(`${root}/sfdx-project.json`, `${root}/${folder}/sfdx-project.json`);
    expect((await load(root)).org.apps.map(({ name }) => name)).toEqual(['App', 'PlatformCLI']);
  });

  test('profile session settings: generated file names, the profile by its fullName, lower-cased or empty; 0 is not set', async () => {
    const session = (profile: string, timeout: number) =>
      metadata(
        'ProfileSessionSetting',
        `<profile>${profile}</profile><sessionTimeout>${timeout}</sessionTimeout>`,
      );
    const folder = writeProject({
      ...APP,
      'force-app/PT1_profileSessionSetting1487.profileSessionSetting-meta.xml': session('admin', 30),
      'force-app/standard_profile2.profileSessionSetting-meta.xml': session('Standard', 0),
      'force-app/null_profileSessionSetting.profileSessionSetting-meta.xml': session('', 15),
    });
    const { org, skipped } = await load(folder);
    const timeouts = Object.fromEntries(
      org.profiles.map((profile) => [profile.name, profile.sessionTimeout]),
    );
    expect(timeouts).toMatchObject({ 'System Administrator': 30, 'Standard User': undefined });
    expect(lines(skipped, folder)).toEqual([
      'force-app/null_profileSessionSetting.profileSessionSetting-meta.xml:2:1 these session settings name no profile',
    ]);
  });

  test('profile password policies, token exchange handlers: known, without effect, told', async () => {
    const { skipped } = await appIn({
      ...APP,
      'force-app/x.profilePasswordPolicy-meta.xml': metadata('ProfilePasswordPolicy', ''),
      'force-app/Partner.oauthtokenexchangehandler-meta.xml': metadata('OauthTokenExchangeHandler', ''),
    });
    expect(skipped).toEqual([
      "force-app/Partner.oauthtokenexchangehandler-meta.xml:2:1 token exchange handler 'Partner' is Apex, which does not run here: say what it does under tokenExchangeHandlers of a seed",
      'force-app/x.profilePasswordPolicy-meta.xml:2:1 password policies of a profile have no effect: those of the org count',
    ]);
  });

  test('profiles and permission sets are retrieved in part: what is missing is not denied', async () => {
    const folder = writeProject({ ...APP, 'force-app/Sales.profile-meta.xml': metadata('Profile', '') });
    const { org } = await load(folder);
    expect(org.profiles.find(({ name }) => name === 'Sales')?.apiEnabled).toBe(true);
  });
});

test('1.5, 2.1, 4.4, 4.6: settings that Salesforce acts on and fauxforce does not are told where they are on', async () => {
  const on = (root: string, ...names: readonly string[]) =>
    metadata(root, names.map((name) => `<${name}>true</${name}>`).join('\n'));
  const folder = writeProject({
    ...APP,
    'force-app/ExternalClientApp.settings-meta.xml': on(
      'ExternalClientAppSettings',
      'enableClientSecretInRestApiAccess',
      'enablePackageEcaOauthFromDevOrg',
    ),
  });
  expect(lines((await load(folder)).skipped, `${folder}/force-app`)).toEqual([
    'ExternalClientApp.settings-meta.xml:3:1 enableClientSecretInRestApiAccess has no effect',
    'ExternalClientApp.settings-meta.xml:4:1 enablePackageEcaOauthFromDevOrg has no effect',
  ]);
});

describe('6.2 users', () => {
  const usersOf = async (files: Record<string, string>) => {
    const folder = writeProject({ ...APP, ...files });
    const { org, problems, defaulted } = await load(folder);
    return { users: org.users, problems: lines(problems, folder), defaulted: lines(defaulted, folder) };
  };

  test('user definition file, of any name, keys without case', async () => {
    const { users, problems } = await usersOf({
      'config/somebody.json': JSON.stringify({
        USERNAME: 'ada@acme.example',
        lastname: 'Lovelace',
        firstName: 'Ada',
        Email: 'ada@mail.example',
        Alias: 'ada',
        TimeZoneSidKey: 'Europe/London',
        LocaleSidKey: 'en_GB',
        EmailEncodingKey: 'UTF-8',
        LanguageLocaleKey: 'en_US',
        profilename: 'System Administrator',
        PermSets: ['Desk'],
        generatePassword: true,
      }),
    });
    expect(problems).toEqual([]);
    expect(users).toMatchObject([
      {
        username: 'ada@acme.example',
        lastName: 'Lovelace',
        firstName: 'Ada',
        email: 'ada@mail.example',
        alias: 'ada',
        timezone: 'Europe/London',
        locale: 'en_GB',
        language: 'en_US',
        profile: 'System Administrator',
        permissionSets: ['Desk'],
      },
    ]);
  });

  const tree = (records: readonly object[]) =>
    JSON.stringify({
      records: records.map((fields, i) => ({
        attributes: { type: 'User', referenceId: `UserRef${i}` },
        ...fields,
      })),
    });

  test('sObject tree: nested records, Profile.Name, permission sets, IsFrozen, a password', async () => {
    const { users, defaulted } = await usersOf({
      'data/User.json': tree([
        {
          Username: 'ada@acme.example',
          Profile: { attributes: { type: 'Profile' }, Name: 'Standard User' },
          PermissionSetAssignments: {
            records: [
              { PermissionSet: { Name: 'Desk' } },
              { PermissionSet: { Name: 'Until' }, ExpirationDate: '2030-01-01T00:00:00.000+0000' },
              { PermissionSet: { Name: 'Gone' }, IsActive: false },
              { PermissionSet: { Name: 'Taken' }, IsRevoked: true },
              { PermissionSet: { Name: 'X00e5g000000abcd_128_09_43_34_1' } },
            ],
          },
          IsFrozen: true,
          password: 'correct-horse',
          UserRoleId: '@UserRoleRef1',
        },
        {
          Username: 'lin@acme.example',
          ProfileId: '00e5g000000abcd',
          profileName: 'Read Only',
          permsets: ['Desk'],
        },
      ]),
      'data/plan.json': JSON.stringify([
        { sobject: 'User', saveRefs: true, resolveRefs: false, files: ['User.json'] },
      ]),
    });
    expect(users).toMatchObject([
      {
        profile: 'Standard User',
        permissionSets: ['Desk', 'Until'],
        permissionSetExpirations: { Until: '2030-01-01T00:00:00Z' },
        isFrozen: true,
        password: 'correct-horse',
      },
      { profile: 'Read Only', permissionSets: ['Desk'] },
    ]);
    expect(defaulted).not.toContainEqual(expect.stringContaining('ProfileId'));
  });

  test('a ProfileId is an id of the exporting org', async () => {
    const { users, defaulted } = await usersOf({
      'data/User.json': tree([{ Username: 'ada@acme.example', ProfileId: '00e5g000000abcd' }]),
    });
    expect(users).toMatchObject([{ profile: 'Standard User' }]);
    expect(defaulted).toContain(
      "data/User.json:1:110 ProfileId '00e5g000000abcd' is of some other org: taken as Standard User",
    );
  });

  test('Username must be e-mail shaped, and unique', async () => {
    const { users, problems } = await usersOf({
      'config/a-user-def.json': '{ "Username": "ada" }',
      'config/b-user-def.json': '{ "Username": "grace@acme.example" }',
      'config/c-user-def.json': '{ "Username": "Grace@acme.example" }',
    });
    expect(users.map(({ username }) => username)).toEqual(['grace@acme.example']);
    expect(problems).toEqual([
      expect.stringMatching(/^config\/a-user-def\.json:1:15 username of user 'ada'/),
      expect.stringMatching(
        /^config\/c-user-def\.json:1:15 username 'Grace@acme\.example' is already that of user 'grace@acme\.example' /,
      ),
    ]);
  });

  test('UTF-16 and a byte order mark', async () => {
    const text = '{ "Username": "ada@acme.example", "LastName": "Büro" }';
    const folder = writeProject({
      ...APP,
      'config/a-user-def.json': Buffer.from(text, 'utf16le'),
      'config/b-user-def.json': Buffer.from(`\ufeff${text.replace('ada', 'bea')}`),
    });
    expect((await load(folder)).org.users.map(({ username, lastName }) => [username, lastName])).toEqual([
      ['ada@acme.example', 'Büro'],
      ['bea@acme.example', 'Büro'],
    ]);
  });
});

describe('6.3 scratch org definition', () => {
  const orgOf = async (definition: object, name = 'project-scratch-def.json') => {
    const folder = writeProject({ ...APP, [`config/${name}`]: JSON.stringify(definition) });
    const { org, problems } = await load(folder);
    return { org, problems: lines(problems, folder) };
  };

  test('orgName, username, adminEmail, language', async () => {
    const { org } = await orgOf({
      edition: 'Developer',
      orgName: 'Acme',
      username: 'root@acme.example',
      adminEmail: 'ops@acme.example',
      language: 'en_US',
      country: 'US',
      hasSampleData: false,
      release: 'preview',
      features: ['AuthorApex'],
    });
    expect(org.name).toBe('Acme');
    expect(org.users).toMatchObject([
      {
        username: 'root@acme.example',
        email: 'ops@acme.example',
        language: 'en_US',
        profile: 'System Administrator',
      },
    ]);
  });

  test('settings: lower-camel names, the same fields as the settings files', async () => {
    const { org, problems } = await orgOf({
      edition: 'Enterprise',
      settings: {
        oauthOidcSettings: {
          blockOAuthUnPwFlow: true,
          blockOAuthUsrAgtFlow: true,
          isPkceRequired: true,
          oAuthCdCrdtFlowEnable: true,
        },
        connectedAppSettings: { enableAdminApprovedAppsOnly: true },
        securitySettings: {
          sessionSettings: { sessionTimeout: 'EightHours', enforceIpRangesEveryRequest: true },
          passwordPolicies: { maxLoginAttempts: 'FiveAttempts', lockoutInterval: 'SixtyMinutes' },
          networkAccess: { ipRanges: [{ start: '10.0.0.1', end: '10.0.0.9', description: 'office' }] },
        },
        myDomainSettings: { myDomainName: 'acme' },
        externalClientAppSettings: {},
        mobileSettings: { enableS1EncryptedStoragePref2: false },
      },
    });
    expect(problems).toEqual([]);
    expect(org.myDomain).toBe('acme');
    expect(org.settings).toMatchObject({
      allowUsernamePasswordFlow: false,
      allowUserAgentFlow: false,
      isPkceRequired: true,
      allowCodeAndCredentialsFlow: true,
      sessionTimeout: 480,
      enforceIpRangesEveryRequest: true,
      maxLoginAttempts: 5,
      lockoutInterval: 60,
      trustedIpRanges: [{ start: '10.0.0.1', end: '10.0.0.9' }],
    });
  });

  test('one without edition, which a snapshot or a source org has, is no user', async () => {
    const { org } = await orgOf({
      orgName: 'From a snapshot',
      snapshot: 'Nightly',
      username: 'root@acme.example',
    });
    expect(org.name).toBe('From a snapshot');
    expect(org.users).toMatchObject([{ username: 'root@acme.example', profile: 'System Administrator' }]);
  });
});

describe('5.3 sfdcLoginUrl of older hosts', () => {
  test.each([
    ['https://acme--uat.my.salesforce.com', 'sandbox', 'acme--uat'],
    ['https://acme-dev-ed.my.salesforce.com', 'developer', 'acme-dev-ed'],
    ['https://acme.my.salesforce.com', 'production', 'acme'],
  ])('%s', async (sfdcLoginUrl, type, myDomain) => {
    const folder = writeProject({
      ...APP,
      'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'force-app' }], sfdcLoginUrl }),
    });
    expect((await load(folder)).org).toMatchObject({ type, myDomain });
  });
});
