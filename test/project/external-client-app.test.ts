/** External Client Apps of a project: every fact of model.md 2. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/org/model.ts';
import type { LoadedProjects } from '../../src/seed/load.ts';
import { named } from '../seed/helpers.ts';
import {
  ACME,
  appIn,
  DEFAULT,
  externalClientApp,
  lines,
  load,
  metadata,
  type Parts,
  writeProject,
} from './helpers.ts';

const DAY = 24 * 3_600_000;

describe('of the fixture project', () => {
  let acme: LoadedProjects;
  beforeAll(async () => {
    acme = await load(ACME);
  });

  test('the parts are joined by element, with a namespace or an org id before it, whatever the files are called', () => {
    expect(named(acme.org.apps, 'Postman')).toMatchObject({
      kind: 'externalClientApp',
      label: 'Postman',
      consumerKey: '3MVG9Postman.Key',
      callbackUrls: ['https://oauth.pstmn.io/v1/callback', 'http://localhost:8080/cb'],
      scopes: ['api', 'refresh_token', 'sfap_api', 'Orders'],
      isConsumerSecretOptional: true,
      isDeviceFlowEnabled: true,
      isIntrospectAllTokens: false,
      isNamedUserJwtEnabled: true,
      isPkceRequired: false,
      isRefreshTokenRotationEnabled: true,
      isSecretRequiredForRefreshToken: false,
      isSecretRequiredForTokenExchange: false,
      isCodeCredentialEnabled: true,
      isCodeCredentialPostOnly: true,
      isGuestCodeCredFlowEnabled: true,
      idToken: {
        validity: 720,
        includeStandardClaims: true,
        includeAttributes: false,
        includeCustomPermissions: false,
      },
      ipRanges: [{ start: '198.51.100.0', end: '198.51.100.255' }],
      ipRelaxation: 'ENFORCE_RELAXREFRESH',
      isAdminApproved: true,
      profiles: ['System Administrator', 'Standard User'],
      permissionSets: ['ZR_XFAIR_EMS'],
      isClientCredentialEnabled: true,
      clientCredentialUser: 'integration@acme.example',
      // The developer's switch is on, the admin's is not.
      isTokenExchangeEnabled: false,
      refreshTokenPolicy: { kind: 'specific_inactivity', period: 30 * DAY },
      // sessionTimeoutInMinutes is for opaque tokens, and this app has JWTs.
      sessionPolicy: { sessionTimeout: 60, sessionLevel: 'STANDARD', policyAction: undefined },
      // Of equal keys the policy's counts.
      attributes: { country: 'Organization.Country', who: '"admin"' },
      state: 'installed',
      distributionState: 'Local',
    });
    expect(lines(acme.problems, `${DEFAULT}/extlClntAppOauthPolicies`)).toContain(
      "Postman_defaultPolicy.ecaOauthPlcy-meta.xml:6:5 '0PS5g000000abcd' is the id of a record of some other org: write its name",
    );
  });

  test('without policies it works, with the defaults of the platform; an org id before the file name is none of the name', () => {
    expect(named(acme.org.apps, 'Mcp_Client')).toMatchObject({
      label: 'MCP Client',
      scopes: ['mcp_api', 'refresh_token'],
      isPkceRequired: true,
      isAdminApproved: false,
      isSecretRequiredForRefreshToken: true,
      isSecretRequiredForTokenExchange: true,
      // On in the global settings, off in the policy that the platform makes.
      isClientCredentialEnabled: false,
      refreshTokenPolicy: { kind: 'specific_lifetime', period: 365 * DAY },
      ipRelaxation: 'ENFORCE',
      sessionPolicy: { sessionTimeout: undefined, sessionLevel: 'STANDARD' },
      state: 'installed',
    });
    expect(lines(acme.defaulted, DEFAULT)).toContain(
      "externalClientApps/00D5g000004Acme%3AMcp_Client.eca:2:1 External Client App 'Mcp_Client' has no ecaOauthPlcy file: all users may self-authorize, refresh tokens live 365 days, IP relaxation Enforce, session level STANDARD",
    );
  });

  test('one that is switched off is as one that is not there, and wrong values are told', () => {
    expect(named(acme.org.apps, 'Disabled')).toMatchObject({
      state: 'installed',
      isEnabled: true,
      isOauthPluginEnabled: false,
      distributionState: 'Packaged',
      isAdminApproved: false,
      ipRelaxation: 'ENFORCE',
      refreshTokenPolicy: { kind: 'zero' },
    });
    expect(lines(acme.problems, `${DEFAULT}/extlClntAppOauthPolicies`)).toEqual(
      expect.arrayContaining([
        "Disabled_oauthPlcy.ecaOauthPlcy-meta.xml:6:5 permittedUsersPolicyType is 'AdminApproved': did you mean 'AdminApprovedPreAuthorized'?",
        "Disabled_oauthPlcy.ecaOauthPlcy-meta.xml:4:5 ipRelaxationPolicyType is 'ENFORCE_RELAX': did you mean 'Enforce_RelaxRefresh'?",
      ]),
    );
  });

  test('one without OAuth settings is skipped, and a part that names no app of the project is told', () => {
    expect(acme.org.apps.map(({ name }) => name)).not.toContain('Saml_Only');
    expect(lines(acme.skipped, DEFAULT)).toContain(
      "externalClientApps/Saml_Only.eca-meta.xml:2:1 External Client App 'Saml_Only' has no OAuth settings: it is no OAuth client",
    );
    expect(lines(acme.problems, DEFAULT)).toContain(
      "extlClntAppPolicies/Typo_plcy.ecaPlcy-meta.xml:3:5 there is no External Client App 'Postmen': did you mean 'Postman'?",
    );
  });

  test('Apex is skipped with a note', () => {
    expect(lines(acme.skipped, DEFAULT)).toEqual(
      expect.arrayContaining([
        'extlClntAppOauthPolicies/Postman_defaultPolicy.ecaOauthPlcy-meta.xml:3:5 apexHandler has no effect: Apex does not run here',
      ]),
    );
  });
});

test('a public client made by hand, in a repository with its project in a sub-folder', async () => {
  const { org, problems, skipped } = await load('test/fixtures/projects/mcp');
  expect(org.name).toBe('mcp-workshop');
  expect(named(org.apps, 'Headless_Client')).toMatchObject({
    consumerKey: expect.stringMatching(/^3MVG9.{80}$/),
    callbackUrls: ['http://localhost:6274/oauth/callback', 'https://mcp.acme.example/oauth/callback'],
    scopes: ['refresh_token', 'mcp_api'],
    isConsumerSecretOptional: true,
    isNamedUserJwtEnabled: true,
    isRefreshTokenRotationEnabled: true,
    isCodeCredentialEnabled: false,
    refreshTokenPolicy: { kind: 'specific_inactivity', period: 30 * DAY },
    sessionPolicy: { sessionTimeout: undefined },
    state: 'installed',
  });
  expect(problems).toEqual([]);
  expect(
    skipped
      .filter(({ message }) => message.includes('has no effect'))
      .map(({ message, line }) => [line, message]),
  ).toEqual([
    [8, 'isDPopEnabled has no effect: DPoP proofs are ignored'],
    [10, 'isEnforceRefreshTokenTTL has no effect: what it does is not known'],
  ]);
});

/** An app with these contents of its three parts. */
async function appWith({
  global = '',
  settings = '',
  policy = '',
}: Parts): Promise<{ app: App; problems: string[] }> {
  const { app, problems } = await appIn(externalClientApp({ global, settings, policy }));
  return { app, problems: problems.map((problem) => problem.replace('force-app/', '')) };
}

test.each([
  ['Enforce', 'ENFORCE'],
  ['Enforce_RelaxRefresh', 'ENFORCE_RELAXREFRESH'],
  ['Enforce_relaxrefresh', 'ENFORCE_RELAXREFRESH'],
  ['Bypass_2factor', 'BYPASS_2FACTOR'],
  ['Bypass', 'BYPASS'],
])('IP relaxation %s', async (written, expected) => {
  const { app, problems } = await appWith({
    policy: `<ipRelaxationPolicyType>${written}</ipRelaxationPolicyType>`,
  });
  expect(app.ipRelaxation).toBe(expected);
  expect(problems).toEqual([]);
});

test.each([
  ['Infinite', '', '', { kind: 'infinite' }],
  ['Zero', '', '', { kind: 'zero' }],
  ['SpecificLifetime', '2', 'Hours', { kind: 'specific_lifetime', period: 2 * 3_600_000 }],
  ['SpecificInactivity', '1', 'Months', { kind: 'specific_inactivity', period: 30 * DAY }],
])('refresh token policy %s %s %s', async (type, period, unit, expected) => {
  const { app } = await appWith({
    policy: `<refreshTokenPolicyType>${type}</refreshTokenPolicyType><refreshTokenValidityPeriod>${period}</refreshTokenValidityPeriod><refreshTokenValidityUnit>${unit}</refreshTokenValidityUnit>`,
  });
  expect(app.refreshTokenPolicy).toEqual(expected);
});

test('a refresh token policy without its period is told, and 365 days', async () => {
  const { app, problems } = await appWith({
    policy: '<refreshTokenPolicyType>SpecificLifetime</refreshTokenPolicyType>',
  });
  expect(app.refreshTokenPolicy).toEqual({ kind: 'specific_lifetime', period: 365 * DAY });
  expect(problems).toEqual([
    'c.ecaOauthPlcy-meta.xml:4:1 refreshTokenPolicyType needs refreshTokenValidityPeriod and refreshTokenValidityUnit: taken as 365 days from issue',
  ]);
});

const JWT = '<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>';

test.each([
  ['opaque tokens', '', '<sessionTimeoutInMinutes>45</sessionTimeoutInMinutes>', 45],
  [
    'JWTs with the session timeout of the user',
    JWT,
    '<namedUserJwtSessionTimeoutType>UserSession</namedUserJwtSessionTimeoutType><sessionTimeoutInMinutes>45</sessionTimeoutInMinutes>',
    undefined,
  ],
  [
    'JWTs of their own',
    JWT,
    '<namedUserJwtSessionTimeoutType>Custom</namedUserJwtSessionTimeoutType><namedUserJwtTimeout>5</namedUserJwtTimeout>',
    5,
  ],
  [
    'JWTs of their own, minutes left out',
    JWT,
    '<namedUserJwtSessionTimeoutType>Custom</namedUserJwtSessionTimeoutType>',
    30,
  ],
])('timeout of %s', async (_, global, policy, expected) => {
  const { app } = await appWith({ global, policy });
  expect(app.sessionPolicy.sessionTimeout).toBe(expected);
});

test.each([
  ['', '', false],
  ['true', '', false],
  ['', 'true', false],
  ['true', 'false', false],
  ['true', 'true', true],
])('both switches of a flow must be on: developer %j, admin %j', async (developer, admin, expected) => {
  const { app } = await appWith({
    global: `<isClientCredentialsFlowEnabled>${developer}</isClientCredentialsFlowEnabled><isTokenExchangeEnabled>${developer}</isTokenExchangeEnabled>`,
    policy: `<isClientCredentialsFlowEnabled>${admin}</isClientCredentialsFlowEnabled><isTokenExchangeFlowEnabled>${admin}</isTokenExchangeFlowEnabled>`,
  });
  expect([app.isClientCredentialEnabled, app.isTokenExchangeEnabled]).toEqual([expected, expected]);
});

test('scopes are one list; wrong ones are told', async () => {
  const { app, problems } = await appWith({
    settings:
      '<commaSeparatedOauthScopes>Api,RefreshToken, MCP ,, DataCloudUserClaims, Apii</commaSeparatedOauthScopes>',
  });
  expect(app.scopes).toEqual(['api', 'refresh_token', 'mcp_api', 'data_cloud_user_claims']);
  expect(problems).toEqual([
    "b.ecaOauth-meta.xml:4:1 scope 'Apii' is not one of the Metadata API: did you mean 'Api'?",
  ]);
});

test('a second part of one kind, and a part that names nobody, are told', async () => {
  const settings = metadata(
    'ExtlClntAppOauthSettings',
    '<externalClientApplication>App</externalClientApplication>',
  );
  const folder = writeProject({
    'force-app/App.eca-meta.xml': metadata('ExternalClientApplication', '<label>App</label>'),
    'force-app/a.ecaOauth-meta.xml': settings,
    'force-app/b.ecaOauth-meta.xml': settings,
    'force-app/c.ecaGlblOauth-meta.xml': metadata('ExtlClntAppGlobalOauthSettings', '<label>c</label>'),
  });
  expect(lines((await load(folder)).problems, `${folder}/force-app`)).toEqual([
    "b.ecaOauth-meta.xml:2:1 External Client App 'App' has a second ExtlClntAppOauthSettings: remove one",
    'c.ecaGlblOauth-meta.xml:2:1 ExtlClntAppGlobalOauthSettings names no externalClientApplication: it belongs to no app',
  ]);
});
