/** model.md 1.1 to 1.4, row by row: each test is called as its row, and says what the element does, or that it has no effect and is told. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { appIn, appOf, connectedApp, lines, load, metadata, writeProject } from './helpers.ts';

const PEM = readFileSync('seed/demo.crt', 'utf8');
const DER = PEM.replaceAll(/-----[^-]+-----|\n/g, '');
const FILE = 'force-app/App.connectedApp-meta.xml';

/** Elements beside oauthConfig start in line 7, those in it in line 5. */
const beside = (content: string) => appOf(connectedApp('', content));
const inside = (content: string) => appOf(connectedApp(content));

describe('1.1 top level', () => {
  test('attributes: key and formula', async () => {
    const { app, problems } = await beside(
      '<attributes><formula>$User.Username &amp; "x"</formula><key>who</key></attributes>\n<attributes><key>k</key></attributes>',
    );
    expect(app.attributes).toEqual({ who: '$User.Username & "x"' });
    expect(problems).toEqual([`${FILE}:8:1 attributes needs a key and a formula: left out`]);
  });

  test('label: the name of the app', async () => {
    expect((await appOf(metadata('ConnectedApp', '<label>A &amp; B</label><oauthConfig/>'))).app.label).toBe(
      'A & B',
    );
  });

  test('ipRanges: start, end, description; inclusive', async () => {
    const { app } = await beside(
      '<ipRanges><description>office</description><end>10.0.0.9</end><start>10.0.0.1</start></ipRanges>',
    );
    expect(app.ipRanges).toEqual([{ start: '10.0.0.1', end: '10.0.0.9' }]);
  });

  test('oauthConfig absent: not an OAuth client at all', async () => {
    const folder = writeProject({ [FILE]: metadata('ConnectedApp', '<label>App</label>') });
    const { org, skipped } = await load(folder);
    expect(org.apps.map(({ name }) => name)).toEqual(['PlatformCLI']);
    expect(lines(skipped, folder)).toEqual([
      `${FILE}:2:1 Connected App 'App' has no oauthConfig: it is no OAuth client`,
    ]);
  });

  test('oauthPolicy absent: ENFORCE and infinite, and told', async () => {
    const { app, defaulted } = await beside('');
    expect(app).toMatchObject({ ipRelaxation: 'ENFORCE', refreshTokenPolicy: { kind: 'infinite' } });
    expect(defaulted).toContain(
      `${FILE}:2:1 Connected App 'App' has no oauthPolicy: IP relaxation ENFORCE, refresh tokens infinite`,
    );
  });

  test('profileName, permissionSetName: pre-authorised, 0..n, need isAdminApproved', async () => {
    const names = '<profileName>Standard User</profileName><permissionSetName>Order Desk</permissionSetName>';
    const approved = await appOf(connectedApp('<isAdminApproved>true</isAdminApproved>', names));
    expect(approved.app).toMatchObject({ profiles: ['Standard User'], permissionSets: ['Order_Desk'] });
    expect(approved.skipped).toEqual([]);
    const open = await beside(names);
    expect(open.app.isAdminApproved).toBe(false);
    expect(open.skipped).toContain(
      `${FILE}:7:1 profiles and permission sets of the app have no effect: all users may self-authorize`,
    );
  });

  test.each([
    ['canvas', 'canvas has no effect: canvas apps are not served'],
    ['canvasConfig', 'canvasConfig has no effect: canvas apps are not served'],
    ['mobileAppConfig', 'mobileAppConfig of ConnectedApp files: no OAuth flow depends on it'],
    ['plugin', 'plugin has no effect: Apex does not run here'],
    ['pluginExecutionUser', 'pluginExecutionUser has no effect: Apex does not run here'],
  ])('%s has no effect, and that is told', async (element, note) => {
    const { skipped, problems } = await beside(`<${element}>x</${element}>`);
    expect(skipped).toEqual([`${FILE}:7:1 ${note}`]);
    expect(problems).toEqual([]);
  });
});

describe('1.2 oauthConfig', () => {
  test.each([
    ['isAdminApproved', false],
    ['isClientCredentialEnabled', false],
    ['isCodeCredentialEnabled', false],
    ['isCodeCredentialPostOnly', false],
    ['isConsumerSecretOptional', false],
    ['isIntrospectAllTokens', false],
    ['isNamedUserJwtEnabled', false],
    ['isPkceRequired', false],
    ['isRefreshTokenRotationEnabled', false],
    ['isSecretRequiredForRefreshToken', true],
    ['isSecretRequiredForTokenExchange', false],
  ] as const)('%s: default %s, true, false, and what is neither', async (element, absent) => {
    const read = async (text: string) => (await inside(`<${element}>${text}</${element}>`)).app[element];
    expect((await inside('')).app[element]).toBe(absent);
    expect([await read('true'), await read('false'), await read(' 1 ')]).toEqual([true, false, true]);
    const wrong = await inside(`<${element}>yes</${element}>`);
    expect(wrong.app[element]).toBe(absent);
    expect(wrong.problems).toEqual([`${FILE}:5:1 ${element} of app 'App' must be true or false`]);
  });

  test('assetTokenConfig: audiences, attributes, custom permissions, seconds; assetSigningCertId is told', async () => {
    const { app, skipped } = await inside(
      '<assetTokenConfig><assetAudiences>https://a.example https://b.example</assetAudiences><assetIncludeAttributes>true</assetIncludeAttributes><assetIncludeCustomPerms>true</assetIncludeCustomPerms>\n<assetSigningCertId>Cert</assetSigningCertId><assetValidityPeriod>7</assetValidityPeriod></assetTokenConfig>',
    );
    expect(app.assetToken).toEqual({
      audiences: ['https://a.example', 'https://b.example'],
      validity: 7,
      includeAttributes: true,
      includeCustomPermissions: true,
    });
    expect(skipped).toEqual([
      `${FILE}:6:1 assetSigningCertId has no effect: asset tokens are signed with a key of fauxforce`,
    ]);
  });

  test('callbackUrl: one per line in one element, compared exactly; oob and Https:// are as good as others', async () => {
    const { app, problems } = await inside(
      '<callbackUrl>https://a.example/cb\n  http://localhost:3000/cb  \noob\nHttps://Upper.example/cb</callbackUrl>\n<callbackUrl>https://b.example/cb</callbackUrl>',
    );
    expect(app.callbackUrls).toEqual([
      'https://a.example/cb',
      'http://localhost:3000/cb',
      'oob',
      'Https://Upper.example/cb',
    ]);
    expect(problems).toEqual([
      `${FILE}:9:1 oauthConfig has a second callbackUrl, and the first counts: put all of it into one element`,
    ]);
  });

  test.each([
    ['PEM', PEM],
    ['one line of base64 DER', DER],
    ['base64 of a whole text', Buffer.from(`Bag Attributes\n  friendlyName: x\n${PEM}`).toString('base64')],
  ])('certificate: %s', async (_, text) => {
    expect((await inside(`<certificate>${text}</certificate>`)).app.certificate).toBe(PEM);
  });

  test('consumerKey: 9 of 159 files have none; letters, digits, dots and underscores', async () => {
    const { app, defaulted } = await inside('');
    expect(app.consumerKey).toMatch(/^3MVG9[A-Za-z0-9._]{80}$/);
    expect(defaulted).toContain(`${FILE}:2:1 consumerKey of app 'App' is in no file: ${app.consumerKey}`);
    expect((await inside('<consumerKey>3MVG9.a_B7</consumerKey>')).app.consumerKey).toBe('3MVG9.a_B7');
  });

  test('consumerSecret: never returned by retrieve', async () => {
    const { app, defaulted } = await inside('');
    expect(app.consumerSecret).toMatch(/^[0-9A-F]{64}$/);
    expect(defaulted).toContain(
      `${FILE}:2:1 consumerSecret of app 'App' is in no file: ${app.consumerSecret}`,
    );
    expect((await inside('<consumerSecret>abcDEF123456</consumerSecret>')).app.consumerSecret).toBe(
      'abcDEF123456',
    );
  });

  test('idTokenConfig: audience, attributes, custom permissions, standard claims, minutes 1..720, 2 when absent', async () => {
    expect((await inside('')).app.idToken.validity).toBe(2);
    const { app } = await inside(
      '<idTokenConfig><idTokenAudience>https://a.example,b</idTokenAudience><idTokenIncludeAttributes>true</idTokenIncludeAttributes><idTokenIncludeCustomPerms>true</idTokenIncludeCustomPerms><idTokenIncludeStandardClaims>true</idTokenIncludeStandardClaims><idTokenValidity>720</idTokenValidity></idTokenConfig>',
    );
    expect(app.idToken).toEqual({
      validity: 720,
      audiences: ['https://a.example', 'b'],
      includeStandardClaims: true,
      includeAttributes: true,
      includeCustomPermissions: true,
    });
  });

  test('isClientCredentialEnabled needs oauthClientCredentialUser, which most files have lost', async () => {
    const on = '<isClientCredentialEnabled>true</isClientCredentialEnabled>';
    expect((await inside(on)).defaulted).toContain(
      `${FILE}:5:1 client credentials of app 'App' are refused: no file names its run-as user`,
    );
    const user = '\n<oauthClientCredentialUser>Ada@acme.example</oauthClientCredentialUser>';
    const lost = await inside(on + user);
    expect(lost.app.clientCredentialUser).toBe('Ada@acme.example');
    expect(lost.defaulted).toContain(
      `${FILE}:6:1 client credentials of app 'App' are refused: its run-as user 'Ada@acme.example' is in no file`,
    );
    const found = await appIn({
      [FILE]: connectedApp(on + user),
      'config/ada-user-def.json': '{ "Username": "ada@acme.example" }',
    });
    expect(found.defaulted).not.toContainEqual(expect.stringContaining('refused'));
  });

  test.each([
    ['', '', false, 0],
    ['true', '', false, 1],
    ['true', 'false', false, 1],
    ['true', 'true', true, 0],
    ['false', 'true', false, 0],
  ])('isTokenExchangeEnabled %j and the policy %j', async (developer, admin, expected, notes) => {
    const { app, defaulted } = await appOf(
      connectedApp(
        `<isTokenExchangeEnabled>${developer}</isTokenExchangeEnabled>`,
        `<oauthPolicy><isTokenExchangeFlowEnabled>${admin}</isTokenExchangeFlowEnabled></oauthPolicy>`,
      ),
    );
    expect(app.isTokenExchangeEnabled).toBe(expected);
    expect(defaulted.filter((line) => line.includes('the flow is off'))).toHaveLength(notes);
  });

  test('scopes: repeated element; those of the ConnectedApp enum', async () => {
    const { app, problems } = await inside(
      '<scopes>Basic</scopes><scopes>Api</scopes><scopes>CustomApplications</scopes><scopes>SFAP</scopes><scopes>PwdlessLogin</scopes>\n<scopes>RefreshTokens</scopes>',
    );
    expect(app.scopes).toEqual(['id', 'api', 'visualforce', 'sfap_api', 'pwdless_login_api']);
    expect(problems).toEqual([
      `${FILE}:6:1 scope 'RefreshTokens' is not one of the Metadata API: did you mean 'RefreshToken'?`,
    ]);
  });

  test('description and logoUrl', async () => {
    const { app } = await beside(
      '<description>Orders</description><logoUrl>https://a.example/logo.png</logoUrl>',
    );
    expect(app).toMatchObject({ description: 'Orders', logoUrl: 'https://a.example/logo.png' });
  });

  test('contact, icon, information and start pages', async () => {
    const { app, skipped } = await beside(
      '<contactEmail>ada@acme.example</contactEmail><contactPhone>+44 20</contactPhone><iconUrl>https://a.example/i.png</iconUrl><infoUrl>http://a.example/about</infoUrl><mobileStartUrl>https://m.example/</mobileStartUrl><startUrl>https://a.example/start?a=1&amp;b=2</startUrl>',
    );
    expect(app).toMatchObject({
      contactEmail: 'ada@acme.example',
      contactPhone: '+44 20',
      iconUrl: 'https://a.example/i.png',
      infoUrl: 'http://a.example/about',
      mobileStartUrl: 'https://m.example/',
      startUrl: 'https://a.example/start?a=1&b=2',
    });
    expect(skipped).toEqual([]);
  });

  test.each([
    ['contactEmail', 'ada', "'ada' is not an e-mail address"],
    [
      'iconUrl',
      'http://a.example/i.png',
      "'http://a.example/i.png' is not the URL of an icon: an absolute https:// URL",
    ],
    ['infoUrl', '/about', "'/about' is not the URL of a page: an absolute https:// or http:// URL"],
    [
      'startUrl',
      'javascript:alert(1)',
      "'javascript:alert(1)' is not the URL of a page: an absolute https:// or http:// URL",
    ],
    ['mobileStartUrl', 'x', "'x' is not the URL of a page: an absolute https:// or http:// URL"],
  ] as const)('%s that Setup would not take is left out, and told', async (element, value, complaint) => {
    const { app, skipped, problems } = await beside(`<${element}>${value}</${element}>`);
    expect(app[element]).toBeUndefined();
    expect(skipped).toEqual([`${FILE}:7:1 ${element} ${complaint}: left out`]);
    expect(problems).toEqual([]);
  });

  test('singleLogoutUrl', async () => {
    expect(
      (await inside('<singleLogoutUrl>https://a.example/out</singleLogoutUrl>')).app.singleLogoutUrl,
    ).toBe('https://a.example/out');
  });

  test('isConsumerKeyOptional: hand-written, invalid', async () => {
    const { problems } = await inside('<isConsumerKeyOptional>true</isConsumerKeyOptional>');
    expect(problems).toEqual([
      `${FILE}:5:1 oauthConfig has no element 'isConsumerKeyOptional': did you mean 'isConsumerSecretOptional'?`,
    ]);
  });

  test('an element of a newer API is told once for all files', async () => {
    const newer = connectedApp('<quantumSafeHandshake>true</quantumSafeHandshake>');
    const { skipped, problems } = await appIn({
      [FILE]: newer,
      'force-app/Second.connectedApp-meta.xml': newer,
      'force-app/Third.connectedApp-meta.xml': newer,
    });
    expect(skipped).toEqual([
      `${FILE}:5:1 oauthConfig has no element 'quantumSafeHandshake' that is known here (here and in 2 more places)`,
    ]);
    expect(problems).toEqual([]);
  });

  test('a callback that ends in /services/oauth2/success switches the device flow on', async () => {
    const url = (path: string) => `<callbackUrl>https://login.salesforce.com${path}</callbackUrl>`;
    expect((await inside(url('/services/oauth2/success'))).app.isDeviceFlowEnabled).toBe(true);
    expect((await inside(url('/services/oauth2/callback'))).app.isDeviceFlowEnabled).toBe(false);
  });
});

describe('1.3 oauthPolicy', () => {
  const policy = (content: string) => beside(`<oauthPolicy>\n${content}\n</oauthPolicy>`);

  test.each(['ENFORCE', 'ENFORCE_RELAXREFRESH', 'BYPASS_2FACTOR', 'BYPASS'])(
    'ipRelaxation %s',
    async (value) => {
      expect((await policy(`<ipRelaxation>${value}</ipRelaxation>`)).app.ipRelaxation).toBe(value);
    },
  );

  test.each([
    ['infinite', { kind: 'infinite' }],
    ['zero', { kind: 'zero' }],
    ['specific_lifetime:90:DAYS', { kind: 'specific_lifetime', period: 90 * 86_400_000 }],
    ['specific_lifetime:60:MONTHS', { kind: 'specific_lifetime', period: 60 * 30 * 86_400_000 }],
    ['specific_inactivity:12:HOURS', { kind: 'specific_inactivity', period: 12 * 3_600_000 }],
  ])('refreshTokenPolicy %s', async (value, expected) => {
    const { app, problems } = await policy(`<refreshTokenPolicy>${value}</refreshTokenPolicy>`);
    expect(app.refreshTokenPolicy).toEqual(expected);
    expect(problems).toEqual([]);
  });

  test('both are required: one that is missing is told with its default', async () => {
    const { defaulted } = await policy('<ipRelaxation>BYPASS</ipRelaxation>');
    expect(defaulted).toContain(
      `${FILE}:7:1 Connected App 'App' has not all of oauthPolicy: refresh tokens infinite`,
    );
  });

  test('singleLogoutUrl counts before that of oauthConfig', async () => {
    const { app } = await appOf(
      connectedApp(
        '<singleLogoutUrl>https://a.example/config</singleLogoutUrl>',
        '<oauthPolicy><singleLogoutUrl>https://a.example/policy</singleLogoutUrl></oauthPolicy>',
      ),
    );
    expect(app.singleLogoutUrl).toBe('https://a.example/policy');
  });
});

describe('1.4 sessionPolicy', () => {
  const policy = (content: string) => beside(`<sessionPolicy>${content}</sessionPolicy>`);

  test('sessionLevel and policyAction; sessionTimeout in minutes', async () => {
    const { app, skipped } = await policy(
      '<policyAction>Block</policyAction><sessionLevel>HIGH_ASSURANCE</sessionLevel><sessionTimeout>60</sessionTimeout>',
    );
    expect(app.sessionPolicy).toEqual({
      sessionTimeout: 60,
      sessionLevel: 'HIGH_ASSURANCE',
      policyAction: 'Block',
    });
    expect(skipped).toEqual([]);
  });

  test('sessionTimeout stands alone in all files', async () => {
    expect((await policy('<sessionTimeout>15</sessionTimeout>')).app.sessionPolicy).toEqual({
      sessionTimeout: 15,
      sessionLevel: undefined,
      policyAction: undefined,
    });
  });

  test('policyAction is only meaningful with the level', async () => {
    expect((await policy('<policyAction>Block</policyAction>')).skipped).toEqual([
      `${FILE}:7:16 policyAction has no effect unless the session level is HIGH_ASSURANCE`,
    ]);
    expect((await policy('<sessionLevel>HIGH_ASSURANCE</sessionLevel>')).skipped).toEqual([
      `${FILE}:7:16 sessionLevel HIGH_ASSURANCE has no effect without policyAction`,
    ]);
  });

  test('values that are none are told with the nearest', async () => {
    const { problems } = await policy(
      '<policyAction>RaiseLevel</policyAction><sessionLevel>HIGH</sessionLevel>',
    );
    expect(problems).toEqual([
      `${FILE}:7:16 sessionPolicy.policyAction of app 'App' is 'RaiseLevel': must be one of Block, RaiseSessionLevel`,
      `${FILE}:7:55 sessionPolicy.sessionLevel of app 'App' is 'HIGH': must be one of LOW, STANDARD, HIGH_ASSURANCE`,
    ]);
  });
});
