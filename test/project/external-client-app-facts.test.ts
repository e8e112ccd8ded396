/** model.md 2, row by row: each test is called as its row, and says what the field does, or that it has no effect and is told. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  appIn,
  externalClientApp,
  lines,
  load,
  metadata,
  type Parts,
  type Told,
  writeProject,
} from './helpers.ts';

const PEM = readFileSync('seed/demo.crt', 'utf8');
const DAY = 86_400_000;

/** An app with global and OAuth settings and both policies; of a part, what is given stands in line 4. */
async function app(parts: Parts): Promise<Told> {
  const told = await appIn(
    externalClientApp({ global: '', settings: '', policy: '', appPolicy: '', ...parts }),
  );
  const short = (list: string[]) => list.map((line) => line.replace('force-app/', ''));
  return {
    app: told.app,
    problems: short(told.problems),
    defaulted: short(told.defaulted).filter((line) => !line.includes(' consumer')),
    skipped: short(told.skipped),
  };
}

const part = (root: string, rest = '', owner = 'App') =>
  metadata(root, `<externalClientApplication>${owner}</externalClientApplication>${rest}`);

describe('2.1 types, files, folders', () => {
  test.each([
    ['ecaOauthSecurity', 'ExtlClntAppOauthSecuritySettings', 'what its elements do is not known'],
    ['ecaMobile', 'ExtlClntAppMobileSettings', 'no OAuth flow depends on it'],
    ['ecaMobilePlcy', 'ExtlClntAppMobileConfigurablePolicies', 'no OAuth flow depends on it'],
    ['ecaNotifications', 'ExtlClntAppNotificationSettings', 'no OAuth flow depends on it'],
    ['ecaPush', 'ExtlClntAppPushSettings', 'no OAuth flow depends on it'],
    ['ecaPushPlcy', 'ExtlClntAppPushConfigurablePolicies', 'no OAuth flow depends on it'],
    ['ecaCanvas', 'ExtlClntAppCanvasSettings', 'canvas apps are not served'],
  ])('.%s is %s: known, without effect, and told', async (suffix, root, reason) => {
    const { skipped, problems } = await appIn({
      ...externalClientApp({ global: '', settings: '', policy: '', appPolicy: '' }),
      [`force-app/x.${suffix}-meta.xml`]: part(root),
    });
    expect(skipped).toEqual([`force-app/x.${suffix}-meta.xml:2:1 ${root} has no effect: ${reason}`]);
    expect(problems).toEqual([]);
  });

  test.each(['ecaSmpl', 'ecaSmplPlcy', 'ecaAttest'])('.%s is internal or newer: told', async (suffix) => {
    const { skipped } = await appIn({
      ...externalClientApp({ global: '' }),
      [`force-app/x.${suffix}-meta.xml`]: '<X/>',
    });
    expect(skipped).toContain(`force-app/x.${suffix}-meta.xml:1:1 ${suffix} files are not known here`);
  });

  test.each([
    ['App', 'App'],
    ['ns__App', 'App'],
    ['Ns_2__App', 'App'],
    ['App', 'ns__App'],
    ['00D5g000004Acme:App', 'App'],
    ['app', 'app'],
  ])('the parts are joined by the element: %s belongs to %s.eca', async (element, file) => {
    const folder = writeProject({
      [`force-app/${file}.eca-meta.xml`]: metadata('ExternalClientApplication', '<label>A</label>'),
      'force-app/whatever.ecaGlblOauth-meta.xml': part(
        'ExtlClntAppGlobalOauthSettings',
        '<consumerKey>3MVG9Joined</consumerKey>',
        element,
      ),
    });
    const { org, problems } = await load(folder);
    expect(problems).toEqual([]);
    expect(org.apps[0]).toMatchObject({ name: file, consumerKey: '3MVG9Joined' });
  });

  test('file names are only a convention: a part may have the name of another app', async () => {
    const folder = writeProject({
      'force-app/One.eca-meta.xml': metadata('ExternalClientApplication', ''),
      'force-app/Two.eca-meta.xml': metadata('ExternalClientApplication', ''),
      'force-app/Two_glbloauth.ecaGlblOauth-meta.xml': part(
        'ExtlClntAppGlobalOauthSettings',
        '<consumerKey>3MVG9OfOne</consumerKey>',
        'One',
      ),
    });
    expect((await load(folder)).org.apps.map(({ name, consumerKey }) => [name, consumerKey])).toEqual([
      ['One', '3MVG9OfOne'],
      ['PlatformCLI', 'PlatformCLI'],
    ]);
  });

  test('metadata-format names <org id>:<App>.eca: text before the colon is an org id', async () => {
    const folder = writeProject({
      'force-app/00D5g000004Acme:App.eca': metadata('ExternalClientApplication', ''),
      'force-app/00D5g000004Acme:App.ecaGlblOauth': part('ExtlClntAppGlobalOauthSettings'),
    });
    expect((await load(folder)).org.apps[0]?.name).toBe('App');
  });
});

describe('2.2 the header', () => {
  test('label: name on the consent page', async () => {
    expect((await app({ header: '<label>My App</label>' })).app.label).toBe('My App');
  });

  test.each([
    ['Local', 'Local'],
    ['Packaged', 'Packaged'],
    ['AutoInstalled', 'Local'],
    ['Managed', 'Local'],
  ])('distributionState %s', async (written, expected) => {
    const told = await app({ header: `<distributionState>${written}</distributionState>` });
    expect(told.app.distributionState).toBe(expected);
    expect(told.problems).toEqual([]);
  });

  test.each([
    ['contactEmail', 'no OAuth flow depends on it'],
    ['contactPhone', 'no OAuth flow depends on it'],
    ['description', 'the Allow Access page shows the label only'],
    ['iconUrl', 'the Allow Access page shows the label only'],
    ['infoUrl', 'no OAuth flow depends on it'],
    ['isProtected', 'no OAuth flow depends on it'],
    ['logoUrl', 'the Allow Access page shows the label only'],
    ['managedType', 'no OAuth flow depends on it'],
    ['orgScopedExternalApp', 'no OAuth flow depends on it'],
  ])('%s has no effect, and that is told', async (element, reason) => {
    expect((await app({ header: `<${element}>x</${element}>` })).skipped).toEqual([
      `App.eca-meta.xml:3:1 ${element} of ExternalClientApplication files: ${reason}`,
    ]);
  });

  test('orgScopedExternalApp of another org counts as installed (2.6)', async () => {
    const header = '<orgScopedExternalApp>00DOther0000001:App</orgScopedExternalApp>';
    expect((await app({ header })).app.state).toBe('installed');
  });
});

describe('2.2 the global settings', () => {
  test.each([
    ['isConsumerSecretOptional', 'isConsumerSecretOptional', false],
    ['isDeviceFlowEnabled', 'isDeviceFlowEnabled', false],
    ['isIntrospectAllTokens', 'isIntrospectAllTokens', false],
    ['isNamedUserJwtEnabled', 'isNamedUserJwtEnabled', false],
    ['isPkceRequired', 'isPkceRequired', true],
    ['isRefreshTokenRotationEnabled', 'isRefreshTokenRotationEnabled', false],
    ['isSecretRequiredForRefreshToken', 'isSecretRequiredForRefreshToken', true],
    ['isSecretRequiredForTokenExchange', 'isSecretRequiredForTokenExchange', true],
    ['isCodeCredFlowEnabled', 'isCodeCredentialEnabled', false],
    ['isCodeCredPostOnly', 'isCodeCredentialPostOnly', false],
  ] as const)('%s is %s, default %s', async (element, field, absent) => {
    const read = async (text: string) =>
      (await app({ global: `<${element}>${text}</${element}>` })).app[field];
    expect([(await app({})).app[field], await read('true'), await read('false')]).toEqual([
      absent,
      true,
      false,
    ]);
    const wrong = await app({ global: `<${element}>on</${element}>` });
    expect(wrong.app[field]).toBe(absent);
    expect(wrong.problems).toEqual([
      `a.ecaGlblOauth-meta.xml:4:1 ${field} of app 'App' must be true or false`,
    ]);
  });

  test('callbackUrl, certificate, consumerKey, consumerSecret', async () => {
    const told = await app({
      global: `<callbackUrl>https://a.example/cb\noob</callbackUrl><certificate>${PEM}</certificate><consumerKey>3MVG9.x_y</consumerKey><consumerSecret>ABCDEF0123456789</consumerSecret>`,
    });
    expect(told.app).toMatchObject({
      callbackUrls: ['https://a.example/cb', 'oob'],
      certificate: PEM,
      consumerKey: '3MVG9.x_y',
      consumerSecret: 'ABCDEF0123456789',
    });
  });

  test('idTokenConfig: no custom permissions here, minutes have another name; 2 when absent', async () => {
    expect((await app({})).app.idToken.validity).toBe(2);
    const told = await app({
      global:
        '<idTokenConfig><idTokenAudience>a b</idTokenAudience><idTokenIncludeAttributes>true</idTokenIncludeAttributes><idTokenIncludeStandardClaims>true</idTokenIncludeStandardClaims><idTokenValidityInMinutes>9</idTokenValidityInMinutes>\n<idTokenIncludeCustomPerms>true</idTokenIncludeCustomPerms></idTokenConfig>',
    });
    expect(told.app.idToken).toEqual({
      validity: 9,
      audiences: ['a', 'b'],
      includeStandardClaims: true,
      includeAttributes: true,
      includeCustomPermissions: false,
    });
    expect([...told.problems, ...told.skipped]).toEqual([
      expect.stringMatching(
        /^a\.ecaGlblOauth-meta\.xml:5:1 idTokenConfig has no element 'idTokenIncludeCustomPerms'/,
      ),
    ]);
  });

  test.each([
    ['isDPopEnabled', 'DPoP proofs are ignored'],
    ['isEnforceRefreshTokenTTL', 'what it does is not known'],
    ['shouldRotateConsumerKey', 'it acts when the app is deployed'],
    ['shouldRotateConsumerSecret', 'it acts when the app is deployed'],
  ])('%s is told where it is on', async (element, reason) => {
    const told = async (text: string) => (await app({ global: `<${element}>${text}</${element}>` })).skipped;
    expect(await told('true')).toEqual([`a.ecaGlblOauth-meta.xml:4:1 ${element} has no effect: ${reason}`]);
    expect(await told('false')).toEqual([]);
  });
});

describe('2.3 OAuth settings', () => {
  test('commaSeparatedOauthScopes: one string, ", " between; SFApiPlatform and MCP', async () => {
    const told = await app({
      settings:
        '<commaSeparatedOauthScopes>Basic, Api, Profile, SFApiPlatform, MCP, SCRT</commaSeparatedOauthScopes>',
    });
    expect(told.app.scopes).toEqual(['id', 'api', 'profile', 'sfap_api', 'mcp_api', 'scrt_api']);
    expect(told.problems).toEqual([]);
  });

  test('customAttributes: defaults of the developer, over which those of the policy count', async () => {
    const attribute = (key: string, formula: string) =>
      `<customAttributes><formula>${formula}</formula><key>${key}</key></customAttributes>`;
    const told = await app({
      settings: attribute('a', 'Organization.Country') + attribute('b', '"settings"'),
      policy: attribute('b', '"policy"'),
    });
    expect(told.app.attributes).toEqual({ a: 'Organization.Country', b: '"policy"' });
  });

  test('trustedIpRanges: startIpAddress, endIpAddress', async () => {
    const told = await app({
      settings:
        '<trustedIpRanges><description>x</description><endIpAddress>10.0.0.9</endIpAddress><startIpAddress>10.0.0.1</startIpAddress></trustedIpRanges>',
    });
    expect(told.app.ipRanges).toEqual([{ start: '10.0.0.1', end: '10.0.0.9' }]);
  });

  test('singleLogoutUrl: that of the policy counts first', async () => {
    const url = (text: string) => `<singleLogoutUrl>https://a.example/${text}</singleLogoutUrl>`;
    expect((await app({ settings: url('s') })).app.singleLogoutUrl).toBe('https://a.example/s');
    expect((await app({ settings: url('s'), policy: url('p') })).app.singleLogoutUrl).toBe(
      'https://a.example/p',
    );
  });

  test('the asset token has its elements here', async () => {
    const told = await app({
      settings:
        '<areAttributesIncludedInAssetToken>true</areAttributesIncludedInAssetToken><areCustomPermsIncludedInAssetToken>true</areCustomPermsIncludedInAssetToken><assetTokenAudiences>a, b</assetTokenAudiences><assetTokenValidity>30</assetTokenValidity>\n<assetTokenSigningCertificate>C</assetTokenSigningCertificate>',
    });
    expect(told.app.assetToken).toEqual({
      audiences: ['a', 'b'],
      validity: 30,
      includeAttributes: true,
      includeCustomPermissions: true,
    });
    expect(told.skipped).toEqual([
      'b.ecaOauth-meta.xml:5:1 assetTokenSigningCertificate has no effect: asset tokens are signed with a key of fauxforce',
    ]);
  });

  test.each([
    ['oauthLink', 'oauthLink of ExtlClntAppOauthSettings files: no OAuth flow depends on it'],
    ['label', 'label of ExtlClntAppOauthSettings files: no OAuth flow depends on it'],
    [
      'isFirstPartyAppEnabled',
      'isFirstPartyAppEnabled has no effect: the headless flow of first-party apps is not there',
    ],
    [
      'clientAssertionCertificate',
      'clientAssertionCertificate has no effect: the headless flow of first-party apps is not there',
    ],
  ])('%s has no effect, and that is told', async (element, note) => {
    expect((await app({ settings: `<${element}>x</${element}>` })).skipped).toEqual([
      `b.ecaOauth-meta.xml:4:1 ${note}`,
    ]);
  });
});

describe('2.3 OAuth policy', () => {
  test.each([
    ['AllSelfAuthorized', false],
    ['AdminApprovedPreAuthorized', true],
  ])('permittedUsersPolicyType %s', async (written, expected) => {
    const told = await app({ policy: `<permittedUsersPolicyType>${written}</permittedUsersPolicyType>` });
    expect(told.app.isAdminApproved).toBe(expected);
  });

  test('permittedUsersPolicyType AdminApproved is rejected', async () => {
    const told = await app({ policy: '<permittedUsersPolicyType>AdminApproved</permittedUsersPolicyType>' });
    expect(told.problems).toEqual([
      "c.ecaOauthPlcy-meta.xml:4:1 permittedUsersPolicyType is 'AdminApproved': did you mean 'AdminApprovedPreAuthorized'?",
    ]);
  });

  test('commaSeparatedProfile, commaSeparatedPermissionSet: names, labels and ids; white space and empty items', async () => {
    const told = await app({
      policy:
        '<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType><commaSeparatedProfile>admin, Standard User ,, {{PROFILE}}</commaSeparatedProfile>\n<commaSeparatedPermissionSet>Order Desk,0PS5g000000abcd</commaSeparatedPermissionSet>',
    });
    expect(told.app).toMatchObject({
      profiles: ['System Administrator', 'Standard User'],
      permissionSets: ['Order_Desk'],
    });
    expect(told.problems).toEqual([
      "c.ecaOauthPlcy-meta.xml:5:1 '0PS5g000000abcd' is the id of a record of some other org: write its name",
    ]);
    expect(told.defaulted).toContain("c.ecaOauthPlcy-meta.xml:4:80 '{{PROFILE}}' is a placeholder: left out");
  });

  test.each([
    ['Enforce', 'ENFORCE'],
    ['Bypass', 'BYPASS'],
    ['Bypass_2factor', 'BYPASS_2FACTOR'],
    ['Enforce_RelaxRefresh', 'ENFORCE_RELAXREFRESH'],
    ['Enforce_relaxrefresh', 'ENFORCE_RELAXREFRESH'],
  ])('ipRelaxationPolicyType %s', async (written, expected) => {
    const told = await app({ policy: `<ipRelaxationPolicyType>${written}</ipRelaxationPolicyType>` });
    expect(told.app.ipRelaxation).toBe(expected);
    expect(told.problems).toEqual([]);
  });

  test.each([
    ['Infinite', { kind: 'infinite' }],
    ['Zero', { kind: 'zero' }],
    ['SpecificInactivity', { kind: 'specific_inactivity', period: 3 * DAY }],
    ['SpecificLifetime', { kind: 'specific_lifetime', period: 3 * DAY }],
  ])('refreshTokenPolicyType %s', async (type, expected) => {
    const told = await app({
      policy: `<refreshTokenPolicyType>${type}</refreshTokenPolicyType><refreshTokenValidityPeriod>3</refreshTokenValidityPeriod><refreshTokenValidityUnit>Days</refreshTokenValidityUnit>`,
    });
    expect(told.app.refreshTokenPolicy).toEqual(expected);
  });

  test('requiredSessionLevel, policyAction', async () => {
    const policy = (level: string, action: string) => ({
      policy: `<policyAction>${action}</policyAction>\n<requiredSessionLevel>${level}</requiredSessionLevel>`,
    });
    expect((await app(policy('HIGH_ASSURANCE', 'Block'))).app.sessionPolicy).toMatchObject({
      sessionLevel: 'HIGH_ASSURANCE',
      policyAction: 'Block',
    });
    expect((await app(policy('HIGH', 'Raise'))).problems).toEqual([
      "c.ecaOauthPlcy-meta.xml:5:1 requiredSessionLevel is 'HIGH': did you mean 'HIGH_ASSURANCE'?",
      "c.ecaOauthPlcy-meta.xml:4:1 policyAction is 'Raise': did you mean 'RaiseSessionLevel'?",
    ]);
    expect((await app(policy('STANDARD', 'Block'))).skipped).toEqual([
      'c.ecaOauthPlcy-meta.xml:4:1 policyAction has no effect unless the session level is HIGH_ASSURANCE',
    ]);
  });

  const JWT = '<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>';
  const timeout = (minutes: string, type = 'Custom') =>
    `<namedUserJwtSessionTimeoutType>${type}</namedUserJwtSessionTimeoutType>\n<namedUserJwtTimeout>${minutes}</namedUserJwtTimeout>`;

  test('sessionTimeoutInMinutes: opaque tokens only', async () => {
    const policy = '<sessionTimeoutInMinutes>45</sessionTimeoutInMinutes>';
    expect((await app({ policy })).app.sessionPolicy.sessionTimeout).toBe(45);
    const told = await app({ policy, global: JWT });
    expect(told.app.sessionPolicy.sessionTimeout).toBeUndefined();
    expect(told.skipped).toEqual([
      'c.ecaOauthPlcy-meta.xml:4:1 sessionTimeoutInMinutes has no effect: access tokens of this app are JWTs',
    ]);
  });

  test.each([1, 5, 10, 15, 30, 60, 90, 120, 240, 480, 720])('namedUserJwtTimeout %d', async (minutes) => {
    const told = await app({ global: JWT, policy: timeout(String(minutes)) });
    expect(told.app.sessionPolicy.sessionTimeout).toBe(minutes);
    expect(told.problems).toEqual([]);
    expect(told.skipped).toEqual(
      minutes > 30
        ? [`c.ecaOauthPlcy-meta.xml:5:1 JWT access tokens live 30 minutes at the most here, not ${minutes}`]
        : [],
    );
  });

  test('namedUserJwtTimeout: no other number, only with Custom, only with JWTs', async () => {
    const wrong = await app({ global: JWT, policy: timeout('7') });
    expect(wrong.app.sessionPolicy.sessionTimeout).toBe(30);
    expect(wrong.problems).toEqual([
      expect.stringMatching(
        /^c\.ecaOauthPlcy-meta\.xml:5:1 namedUserJwtTimeout is '7': did you mean '\d+'\?$/,
      ),
    ]);
    const session = await app({ global: JWT, policy: timeout('5', 'UserSession') });
    expect(session.app.sessionPolicy.sessionTimeout).toBeUndefined();
    expect(session.skipped).toEqual([
      'c.ecaOauthPlcy-meta.xml:5:1 namedUserJwtTimeout has no effect: namedUserJwtSessionTimeoutType is not Custom',
    ]);
    expect((await app({ policy: timeout('5') })).skipped).toEqual([
      'c.ecaOauthPlcy-meta.xml:4:1 namedUserJwtSessionTimeoutType has no effect: access tokens of this app are no JWTs',
      'c.ecaOauthPlcy-meta.xml:5:1 namedUserJwtTimeout has no effect: access tokens of this app are no JWTs',
    ]);
  });

  test('both switches must be on: isClientCredentialsFlowEnabled, and whoever it runs as', async () => {
    const on = '<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>';
    const user = '<clientCredentialsFlowUser>ada@acme.example</clientCredentialsFlowUser>';
    const both = await app({ global: on, policy: on + user });
    expect(both.app).toMatchObject({
      isClientCredentialEnabled: true,
      clientCredentialUser: 'ada@acme.example',
    });
    expect(both.defaulted).toContainEqual(
      expect.stringContaining("its run-as user 'ada@acme.example' is in no file"),
    );
    const one = await app({ global: on });
    expect(one.app.isClientCredentialEnabled).toBe(false);
    expect(one.defaulted).toContain(
      'a.ecaGlblOauth-meta.xml:4:1 isClientCredentialsFlowEnabled is true, but the switch in the policy is not: the flow is off',
    );
    const wrong = await app({
      global: on,
      policy: '<isClientCredentialsFlowEnabled>si</isClientCredentialsFlowEnabled>',
    });
    expect(wrong.app.isClientCredentialEnabled).toBe(false);
    expect(wrong.problems).toEqual([
      "c.ecaOauthPlcy-meta.xml:4:1 isClientCredentialEnabled of app 'App' must be true or false",
    ]);
  });

  test('isTokenExchangeFlowEnabled and isTokenExchangeEnabled; isGuestCodeCredFlowEnabled', async () => {
    const told = await app({
      global: '<isTokenExchangeEnabled>true</isTokenExchangeEnabled>',
      policy:
        '<isTokenExchangeFlowEnabled>true</isTokenExchangeFlowEnabled><isGuestCodeCredFlowEnabled>true</isGuestCodeCredFlowEnabled>',
    });
    expect(told.app).toMatchObject({ isTokenExchangeEnabled: true, isGuestCodeCredFlowEnabled: true });
    expect((await app({})).app).toMatchObject({
      isTokenExchangeEnabled: false,
      isGuestCodeCredFlowEnabled: false,
    });
  });

  test.each([
    ['apexHandler', 'apexHandler has no effect: Apex does not run here'],
    ['executeHandlerAs', 'executeHandlerAs has no effect: Apex does not run here'],
    [
      'guestJwtSessionTimeoutType',
      'guestJwtSessionTimeoutType has no effect: tokens of guests live as long as those of users',
    ],
    ['guestJwtTimeout', 'guestJwtTimeout has no effect: tokens of guests live as long as those of users'],
    [
      'isNamedUserJwtEnabled',
      'isNamedUserJwtEnabled has no effect: that of ExtlClntAppGlobalOauthSettings counts',
    ],
    ['startUrl', 'startUrl of ExtlClntAppOauthConfigurablePolicies files: no OAuth flow depends on it'],
    ['label', 'label of ExtlClntAppOauthConfigurablePolicies files: no OAuth flow depends on it'],
  ])('%s has no effect, and that is told', async (element, note) => {
    expect((await app({ policy: `<${element}>true</${element}>` })).skipped).toEqual([
      `c.ecaOauthPlcy-meta.xml:4:1 ${note}`,
    ]);
  });
});

describe('2.3 app policy and SAML policy', () => {
  test.each([
    ['isEnabled', 'isEnabled'],
    ['isOauthPluginEnabled', 'isOauthPluginEnabled'],
  ] as const)('%s: both must be true for OAuth', async (element, field) => {
    const policy = (text: string) => app({ appPolicy: `<${element}>${text}</${element}>` });
    expect((await app({})).app[field]).toBe(true);
    const off = await policy('false');
    expect(off.app[field]).toBe(false);
    expect(off.skipped).toEqual([
      `d.ecaPlcy-meta.xml:4:1 External Client App 'App' is switched off (${element} is false): it answers app_not_found`,
    ]);
    const wrong = await policy('maybe');
    expect(wrong.app[field]).toBe(true);
    expect(wrong.skipped).toEqual([]);
    expect(wrong.problems).toEqual([`d.ecaPlcy-meta.xml:4:1 ${field} of app 'App' must be true or false`]);
  });

  test.each([
    'isSamlPluginEnabled',
    'isMobilePluginEnabled',
    'isNotificationPluginEnabled',
    'isPushPluginEnabled',
    'isCanvasPluginEnabled',
    'startPage',
    'startUrl',
    'label',
  ])('%s has no effect, and that is told', async (element) => {
    expect((await app({ appPolicy: `<${element}>x</${element}>` })).skipped).toEqual([
      `d.ecaPlcy-meta.xml:4:1 ${element} of ExtlClntAppConfigurablePolicies files: no OAuth flow depends on it`,
    ]);
  });

  test('lists of the SAML policy apply to the whole app; the rest of it is told', async () => {
    const told = await app({
      policy:
        '<commaSeparatedProfile>Admin</commaSeparatedProfile><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>',
      samlPolicy:
        '<acsUrl>https://a.example</acsUrl><commaSeparatedPermissionSet>Desk</commaSeparatedPermissionSet><commaSeparatedProfile>Standard</commaSeparatedProfile><entityUrl>x</entityUrl><nameIdFormat>Unspecified</nameIdFormat>',
    });
    expect(told.app).toMatchObject({
      profiles: ['System Administrator', 'Standard User'],
      permissionSets: ['Desk'],
    });
    expect(told.skipped).toEqual([
      'e.ecaSamlPlcy-meta.xml:4:1 acsUrl, entityUrl, nameIdFormat of ExtlClntAppSamlConfigurablePolicies files: SAML settings of apps are not used',
    ]);
  });
});

describe('2.5 what the platform creates where a part is missing', () => {
  test('no policies: it works, and each default is told', async () => {
    const { app, defaulted } = await appIn(
      externalClientApp({ global: '<consumerKey>3MVG9Alone</consumerKey>' }),
    );
    expect(app).toMatchObject({
      isAdminApproved: false,
      refreshTokenPolicy: { kind: 'specific_lifetime', period: 365 * DAY },
      ipRelaxation: 'ENFORCE',
      sessionPolicy: { sessionTimeout: undefined, sessionLevel: 'STANDARD', policyAction: undefined },
      isClientCredentialEnabled: false,
      isTokenExchangeEnabled: false,
      isGuestCodeCredFlowEnabled: false,
      isEnabled: true,
      isOauthPluginEnabled: true,
      state: 'installed',
    });
    expect(defaulted.filter((line) => line.includes(' has no '))).toEqual(
      [
        'ecaOauth file: no scopes',
        'ecaPlcy file: it is switched on',
        'ecaOauthPlcy file: all users may self-authorize, refresh tokens live 365 days, IP relaxation Enforce, session level STANDARD',
      ].map((rest) => `force-app/App.eca-meta.xml:2:1 External Client App 'App' has no ${rest}`),
    );
  });
});

describe('2.6 ECA against connected app', () => {
  test('both kinds are loaded from one project, with PKCE on and off', async () => {
    const folder = writeProject({
      ...externalClientApp({ global: '' }),
      'force-app/Old.connectedApp-meta.xml': metadata('ConnectedApp', '<label>Old</label><oauthConfig/>'),
    });
    const { org, problems } = await load(folder);
    expect(org.apps.map(({ name, kind, isPkceRequired }) => [name, kind, isPkceRequired])).toEqual([
      ['Old', 'connectedApp', false],
      ['App', 'externalClientApp', true],
      ['PlatformCLI', 'connectedApp', false],
    ]);
    expect(lines(problems, folder)).toEqual([]);
  });
});
