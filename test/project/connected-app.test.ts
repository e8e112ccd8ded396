/** Connected Apps of a project: every fact of model.md 1.6 and 1.7. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LoadedProjects } from '../../src/seed/load.ts';
import { named } from '../seed/helpers.ts';
import { ACME, appOf, connectedApp, DEFAULT, lines, load } from './helpers.ts';

const PEM = readFileSync('seed/demo.crt', 'utf8');

describe('of the fixture project', () => {
  let acme: LoadedProjects;
  beforeAll(async () => {
    acme = await load(ACME);
  });

  test('everything a file can say is read', () => {
    expect(named(acme.org.apps, 'Order_Portal')).toMatchObject({
      kind: 'connectedApp',
      label: 'Order Portal & More',
      consumerKey: '3MVG9OrderPortal.Key_1',
      callbackUrls: ['http://localhost:3000/callback', 'https://portal.acme.example/callback', 'oob'],
      scopes: ['api', 'refresh_token', 'id', 'sfap_api'],
      certificate: PEM,
      isAdminApproved: true,
      isClientCredentialEnabled: true,
      clientCredentialUser: 'integration@acme.example',
      isCodeCredentialEnabled: false,
      isCodeCredentialPostOnly: true,
      isConsumerSecretOptional: false,
      isIntrospectAllTokens: true,
      isNamedUserJwtEnabled: true,
      isPkceRequired: true,
      isRefreshTokenRotationEnabled: true,
      isSecretRequiredForRefreshToken: false,
      isSecretRequiredForTokenExchange: true,
      isTokenExchangeEnabled: true,
      singleLogoutUrl: 'https://portal.acme.example/logout',
      refreshTokenPolicy: { kind: 'specific_lifetime', period: 90 * 24 * 3_600_000 },
      ipRelaxation: 'BYPASS_2FACTOR',
      ipRanges: [{ start: '203.0.113.0', end: '203.0.113.255' }],
      sessionPolicy: {
        sessionTimeout: 15,
        sessionLevel: 'HIGH_ASSURANCE',
        policyAction: 'RaiseSessionLevel',
      },
      idToken: {
        validity: 10,
        audiences: ['https://api.acme.example'],
        includeStandardClaims: true,
        includeAttributes: true,
        includeCustomPermissions: true,
      },
      assetToken: {
        audiences: ['https://iot.acme.example'],
        validity: 90,
        includeAttributes: true,
        includeCustomPermissions: false,
      },
      attributes: { region: "'EMEA' & $User.Username" },
      state: 'installed',
    });
  });

  test('profiles are found by UI name, in German and in Japanese, permission sets by label', () => {
    const { profiles, permissionSets } = named(acme.org.apps, 'Order_Portal');
    expect(new Set(profiles)).toEqual(new Set(['System Administrator', '[AC RUL] Director']));
    expect(permissionSets).toEqual(['ZR_XFAIR_EMS']);
  });

  test('without a policy the defaults hold, and a placeholder counts as no key', () => {
    const app = named(acme.org.apps, 'Minimal');
    expect(app).toMatchObject({
      callbackUrls: ['https://'],
      ipRelaxation: 'ENFORCE',
      refreshTokenPolicy: { kind: 'infinite' },
      isPkceRequired: false,
    });
    expect(app.consumerKey).toMatch(/^3MVG9[A-Za-z0-9._]{80}$/);
    expect(lines(acme.defaulted, DEFAULT).filter((line) => line.includes('Minimal'))).toEqual([
      "connectedApps/Minimal.connectedApp-meta.xml:7:9 consumerKey is the placeholder '{{CONSUMERKEY}}': taken as left out",
      "connectedApps/Minimal.connectedApp-meta.xml:2:1 Connected App 'Minimal' has no oauthPolicy: IP relaxation ENFORCE, refresh tokens infinite",
      `connectedApps/Minimal.connectedApp-meta.xml:2:1 consumerKey of app 'Minimal' is in no file: ${app.consumerKey}`,
      `connectedApps/Minimal.connectedApp-meta.xml:2:1 consumerSecret of app 'Minimal' is in no file: ${app.consumerSecret}`,
    ]);
  });

  test('elements in any order, with tags that prettier broke, and a certificate that is base64 of a whole PEM text', () => {
    expect(named(acme.org.apps, 'Prettier')).toMatchObject({
      callbackUrls: ['https://oauth.pstmn.io/v1/callback', 'Https://Upper.acme.example/cb'],
      scopes: ['web'],
      certificate: PEM,
      consumerSecret: '0123456789ABCDEF',
      refreshTokenPolicy: { kind: 'zero' },
      ipRelaxation: 'BYPASS',
    });
  });

  test('in metadata format, with a PEM certificate, and a callback that means the device flow', () => {
    expect(named(acme.org.apps, 'Legacy')).toMatchObject({ certificate: PEM, isDeviceFlowEnabled: true });
    expect(lines(acme.skipped, ACME)).toContain(
      'more/connectedApps/Legacy.connectedApp:28:5 plugin has no effect: Apex does not run here',
    );
  });

  test('an app without oauthConfig is skipped with a note', () => {
    expect(acme.org.apps.map(({ name }) => name)).not.toContain('Idea');
    expect(lines(acme.skipped, DEFAULT)).toContain(
      "connectedApps/Idea.connectedApp-meta.xml:2:1 Connected App 'Idea' has no oauthConfig: it is no OAuth client",
    );
  });

  test('wrong values are reported with line and nearest, and the rest of the app is there', () => {
    expect(named(acme.org.apps, 'Thespis')).toMatchObject({
      label: 'Thespis',
      scopes: ['api'],
      callbackUrls: ['http://localhost:1717/OauthRedirect'],
      isPkceRequired: false,
      ipRelaxation: 'ENFORCE',
      profiles: ['Sales Rep'],
      sessionPolicy: { sessionTimeout: undefined },
    });
    const said = lines(acme.problems, `${DEFAULT}/connectedApps`).filter((line) =>
      line.startsWith('Thespis'),
    );
    expect(said.map((line) => line.replace('Thespis.connectedApp-meta.xml:', ''))).toEqual([
      '6:9 oauthConfig has a second callbackUrl, and the first counts: put all of it into one element',
      "9:9 scope 'ID' is not one of the Metadata API: did you mean 'Basic'?",
      "10:9 scope 'ChatbotApi' is not one of the Metadata API: did you mean 'Chatbot'?",
      "11:9 scope 'SfapApi' is not one of the Metadata API: did you mean 'SFAP'?",
      "8:9 isPkceRequired of app 'Thespis' must be true or false",
      "15:9 ipRelaxation of app 'Thespis' is 'ENFORCED': did you mean 'ENFORCE'?",
      "16:9 refreshTokenPolicy of app 'Thespis': 'specific_lifetime:90:WEEKS' is not a refresh token policy: infinite, zero, specific_lifetime:N:UNIT or specific_inactivity:N:UNIT, UNIT being HOURS, DAYS or MONTHS",
      "20:9 sessionPolicy.sessionTimeout of app 'Thespis' must be a whole number",
    ]);
  });

  test('a profile that the project lacks is in the org all the same', () => {
    expect(acme.org.profiles.map(({ name }) => name)).toContain('Sales Rep');
    expect(lines(acme.defaulted, `${DEFAULT}/connectedApps`)).toContain(
      "Thespis.connectedApp-meta.xml:18:5 profile 'Sales Rep' is not in the project: one without anything in it was added",
    );
  });
});

test.each([
  ['\n', 'line feeds'],
  ['\r\n', 'Windows line ends'],
  ['\r', 'carriage returns'],
  ['&#10;', 'character references'],
])('callback URLs are a line each: %j (%#)', async (end) => {
  const { app, problems } = await appOf(
    connectedApp(`<callbackUrl>  https://a.example/cb${end}myapp://cb${end}${end}oob </callbackUrl>`),
  );
  expect(app.callbackUrls).toEqual(['https://a.example/cb', 'myapp://cb', 'oob']);
  expect(problems).toEqual([]);
});

test('a callback URL that is none goes, with its own line; a placeholder too', async () => {
  const { app, problems, defaulted } = await appOf(
    connectedApp(
      '<callbackUrl>https://a.example/cb\nlocalhost:3000/cb\nhttps://{{HOST}}/cb\nhttps://b.example/cb</callbackUrl>',
    ),
  );
  expect(app.callbackUrls).toEqual(['https://a.example/cb', 'https://b.example/cb']);
  expect(problems).toEqual([
    "force-app/App.connectedApp-meta.xml:6:1 callbackUrls[1] of app 'App': 'localhost:3000/cb' is not absolute: did you mean 'http://localhost:3000/cb'?",
  ]);
  expect(defaulted).toContain(
    "force-app/App.connectedApp-meta.xml:7:1 callbackUrl has the placeholder 'https://{{HOST}}/cb': left out",
  );
});

test.each([
  [
    '<certificate>seed/demo.crt</certificate>',
    'certificate is neither PEM nor base64 DER: paste the certificate itself',
  ],
  [
    `<certificate>${'QUJD'.repeat(100)}</certificate>`,
    'certificate is not a readable X.509 certificate: PEM or base64 DER, whole',
  ],
  [
    '<consumerKey>short</consumerKey>',
    "consumerKey of app 'App': 'short' is not a consumer key: 8 to 256 letters, digits, dots and underscores",
  ],
  [
    '<consumerSecret>no-secret!</consumerSecret>',
    "consumerSecret of app 'App': must be 8 to 256 letters and digits",
  ],
  [
    '<idTokenConfig><idTokenValidity>721</idTokenValidity></idTokenConfig>',
    "idToken.validity of app 'App' must be at most 720",
  ],
])('%s is reported and left out', async (element, message) => {
  const { app, problems } = await appOf(connectedApp(element));
  expect(problems).toEqual([expect.stringMatching(/^force-app\/App\.connectedApp-meta\.xml:5:\d+ /)]);
  expect(problems[0]).toContain(message);
  expect(app).toMatchObject({ certificate: undefined, idToken: { validity: 2 } });
});

test('an address range that is wrong goes as a whole', async () => {
  const range = (start: string, end: string) =>
    `<ipRanges><start>${start}</start><end>${end}</end></ipRanges>`;
  const { app, problems } = await appOf(
    connectedApp(
      '',
      `${range('10.0.0.9', '10.0.0.1')}\n${range('10.0.0', '10.0.0.1')}\n${range('::1', '::2')}\n<ipRanges><start>::1</start></ipRanges>`,
    ),
  );
  expect(app.ipRanges).toEqual([{ start: '::1', end: '::2' }]);
  expect(problems).toHaveLength(3);
});

test.each([
  [undefined, false],
  ['false', false],
  ['true', true],
])('token exchange needs the switch of the policy too: %s', async (policy, expected) => {
  const admin = policy ? `<isTokenExchangeFlowEnabled>${policy}</isTokenExchangeFlowEnabled>` : '';
  const { app } = await appOf(
    connectedApp(
      '<isTokenExchangeEnabled>true</isTokenExchangeEnabled>',
      `<oauthPolicy>${admin}</oauthPolicy>`,
    ),
  );
  expect(app.isTokenExchangeEnabled).toBe(expected);
});

test('an id of another org in the place of a name is told', async () => {
  const { app, problems } = await appOf(connectedApp('', '<profileName>00e5g000000abcd</profileName>'));
  expect(app.profiles).toEqual([]);
  expect(problems).toEqual([
    "force-app/App.connectedApp-meta.xml:7:1 '00e5g000000abcd' is the id of a record of some other org: write its name",
  ]);
});
