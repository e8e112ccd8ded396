/** model.md 2, row by row: each test is called as its row, and says what the field does, or that it has no effect and is told. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { appIn, appOfParts, externalClientApp, lines, load, metadata, writeProject } from './helpers.ts';

const PEM = readFileSync('seed/demo.crt', 'utf8');
const DAY = 86_400_000;

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
    expect((await appOfParts({ header: '<label>My App</label>' })).app.label).toBe('My App');
  });

  test.each([
    ['Local', 'Local'],
    ['Packaged', 'Packaged'],
    ['AutoInstalled', 'Local'],
    ['Managed', 'Local'],
  ])('distributionState %s', async (written, expected) => {
    const told = await appOfParts({ header: `<distributionState>${written}</distributionState>` });
    expect(told.app.distributionState).toBe(expected);
    expect(told.problems).toEqual([]);
  });

  test.each([
    ['isProtected', 'no OAuth flow depends on it'],
    ['managedType', 'no OAuth flow depends on it'],
    ['orgScopedExternalApp', 'no OAuth flow depends on it'],
  ])('%s has no effect, and that is told', async (element, reason) => {
    expect((await appOfParts({ header: `<${element}>x</${element}>` })).skipped).toEqual([
      `App.eca-meta.xml:3:1 ${element} of ExternalClientApplication files: ${reason}`,
    ]);
  });

  test('orgScopedExternalApp of another org counts as installed (2.6)', async () => {
    const header = '<orgScopedExternalApp>00DOther0000001:App</orgScopedExternalApp>';
    expect((await appOfParts({ header })).app.state).toBe('installed');
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
      (await appOfParts({ global: `<${element}>${text}</${element}>` })).app[field];
    expect([(await appOfParts({})).app[field], await read('true'), await read('false')]).toEqual([
      absent,
      true,
      false,
    ]);
    const wrong = await appOfParts({ global: `<${element}>on</${element}>` });
    expect(wrong.app[field]).toBe(absent);
    expect(wrong.problems).toEqual([
      `a.ecaGlblOauth-meta.xml:4:1 ${field} of app 'App' must be true or false`,
    ]);
  });

  test('callbackUrl, certificate, consumerKey, consumerSecret', async () => {
    const told = await appOfParts({
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
    expect((await appOfParts({})).app.idToken.validity).toBe(2);
    const told = await appOfParts({
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
    const told = async (text: string) =>
      (await appOfParts({ global: `<${element}>${text}</${element}>` })).skipped;
    expect(await told('true')).toEqual([`a.ecaGlblOauth-meta.xml:4:1 ${element} has no effect: ${reason}`]);
    expect(await told('false')).toEqual([]);
  });
});

describe('2.3 OAuth settings', () => {
  test('commaSeparatedOauthScopes: one string, ", " between; SFApiPlatform and MCP', async () => {
    const told = await appOfParts({
      settings:
        '<commaSeparatedOauthScopes>Basic, Api, Profile, SFApiPlatform, MCP, SCRT</commaSeparatedOauthScopes>',
    });
    expect(told.app.scopes).toEqual(['id', 'api', 'profile', 'sfap_api', 'mcp_api', 'scrt_api']);
    expect(told.problems).toEqual([]);
  });

  test('customAttributes: defaults of the developer, over which those of the policy count', async () => {
    const attribute = (key: string, formula: string) =>
      `<customAttributes><formula>${formula}</formula><key>${key}</key></customAttributes>`;
    const told = await appOfParts({
      settings: attribute('a', 'Organization.Country') + attribute('b', '"settings"'),
      policy: attribute('b', '"policy"'),
    });
    expect(told.app.attributes).toEqual({ a: 'Organization.Country', b: '"policy"' });
  });

  test('trustedIpRanges: startIpAddress, endIpAddress', async () => {
    const told = await appOfParts({
      settings:
        '<trustedIpRanges><description>x</description><endIpAddress>10.0.0.9</endIpAddress><startIpAddress>10.0.0.1</startIpAddress></trustedIpRanges>',
    });
    expect(told.app.ipRanges).toEqual([{ start: '10.0.0.1', end: '10.0.0.9' }]);
  });

  test('contact, icon and information page are of the header, the start page is of a policy', async () => {
    const header =
      '<contactEmail>ada@acme.example</contactEmail><contactPhone>+44 20</contactPhone><iconUrl>https://a.example/i.png</iconUrl><infoUrl>https://a.example/about</infoUrl>';
    const startUrl = (host: string) => `<startUrl>https://${host}.example/</startUrl>`;
    const { app, skipped } = await appOfParts({
      header,
      policy: startUrl('oauth'),
      appPolicy: startUrl('app'),
    });
    expect(app).toMatchObject({
      contactEmail: 'ada@acme.example',
      contactPhone: '+44 20',
      iconUrl: 'https://a.example/i.png',
      infoUrl: 'https://a.example/about',
      startUrl: 'https://oauth.example/',
      mobileStartUrl: undefined,
    });
    expect(skipped).toEqual([]);
    expect((await appOfParts({ appPolicy: startUrl('app') })).app.startUrl).toBe('https://app.example/');
  });

  test('description and logoUrl are those of the Allow Access page; a logo without https is left out', async () => {
    const header = (logo: string) => `<description>Orders &amp; more</description><logoUrl>${logo}</logoUrl>`;
    const { app } = await appOfParts({ header: header('https://a.example/logo.png?a=1&amp;b=2') });
    expect(app).toMatchObject({
      description: 'Orders & more',
      logoUrl: 'https://a.example/logo.png?a=1&b=2',
    });
    const other = await appOfParts({ header: header('/logos/1.png') });
    expect(other.app.logoUrl).toBeUndefined();
    expect(other.skipped.join()).toContain(
      "'/logos/1.png' is not the URL of a logo: an absolute https:// URL",
    );
    expect(other.problems).toEqual([]);
  });

  test('singleLogoutUrl: that of the policy counts first', async () => {
    const url = (text: string) => `<singleLogoutUrl>https://a.example/${text}</singleLogoutUrl>`;
    expect((await appOfParts({ settings: url('s') })).app.singleLogoutUrl).toBe('https://a.example/s');
    expect((await appOfParts({ settings: url('s'), policy: url('p') })).app.singleLogoutUrl).toBe(
      'https://a.example/p',
    );
  });

  test('the asset token has its elements here', async () => {
    const told = await appOfParts({
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
    expect((await appOfParts({ settings: `<${element}>x</${element}>` })).skipped).toEqual([
      `b.ecaOauth-meta.xml:4:1 ${note}`,
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
