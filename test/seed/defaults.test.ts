/** What Salesforce takes for granted: wire facts, model.md 1.2 to 1.4, 2.2, 2.5 and 4.4. */
import { describe, expect, test } from 'vitest';
import { readSeedDocument } from '../../src/seed/load.ts';
import { appWith, named, userWith } from './helpers.ts';

const DAY = 86_400_000;

describe('an app that says nothing', () => {
  const SHARED = {
    label: 'App',
    callbackUrls: [],
    scopes: [],
    certificate: undefined,
    isAdminApproved: false,
    profiles: [],
    permissionSets: [],
    isConsumerSecretOptional: false,
    isSecretRequiredForRefreshToken: true,
    isRefreshTokenRotationEnabled: false,
    isClientCredentialEnabled: false,
    clientCredentialUser: undefined,
    isDeviceFlowEnabled: false,
    isNamedUserJwtEnabled: false,
    isIntrospectAllTokens: false,
    isTokenExchangeEnabled: false,
    isCodeCredentialEnabled: false,
    ipRelaxation: 'ENFORCE',
    ipRanges: [],
    idToken: {
      validity: 2,
      audiences: [],
      includeStandardClaims: false,
      includeAttributes: false,
      includeCustomPermissions: false,
    },
    attributes: {},
    state: 'installed',
    isEnabled: true,
    isOauthPluginEnabled: true,
    createdAt: undefined,
    propagationDelay: 0,
    earlier: undefined,
    stagedConsumer: undefined,
    contactEmail: undefined,
    startUrl: undefined,
    distributionState: 'Local',
  };

  test('is a Connected App', () => {
    expect(appWith({})).toMatchObject({
      ...SHARED,
      kind: 'connectedApp',
      isPkceRequired: false,
      refreshTokenPolicy: { kind: 'infinite' },
      sessionPolicy: { sessionTimeout: undefined, sessionLevel: undefined, policyAction: undefined },
    });
  });

  test('but its kind is an External Client App', () => {
    expect(appWith({ kind: 'externalClientApp' })).toMatchObject({
      ...SHARED,
      kind: 'externalClientApp',
      isPkceRequired: true,
      refreshTokenPolicy: { kind: 'specific_lifetime', period: 365 * DAY },
      sessionPolicy: { sessionTimeout: undefined, sessionLevel: 'STANDARD', policyAction: undefined },
    });
  });

  test('has the device flow when Setup filled in its callback', () => {
    const callbackUrls = ['https://login.salesforce.com/services/oauth2/success'];
    expect(appWith({ callbackUrls }).isDeviceFlowEnabled).toBe(true);
    expect(appWith({ callbackUrls, isDeviceFlowEnabled: false }).isDeviceFlowEnabled).toBe(false);
  });
});

test.each([
  ['infinite', { kind: 'infinite' }],
  ['zero', { kind: 'zero' }],
  ['specific_lifetime:90:DAYS', { kind: 'specific_lifetime', period: 90 * DAY }],
  ['specific_inactivity:12:HOURS', { kind: 'specific_inactivity', period: DAY / 2 }],
  ['specific_lifetime:60:MONTHS', { kind: 'specific_lifetime', period: 1800 * DAY }],
])('refresh token policy %s', (refreshTokenPolicy, expected) => {
  expect(appWith({ refreshTokenPolicy }).refreshTokenPolicy).toEqual(expected);
});

test('an org that says nothing', () => {
  expect(readSeedDocument({ org: { name: 'Acme' } })).toMatchObject({
    name: 'Acme',
    myDomain: 'acme',
    type: 'developer',
    cloud: 'commercial',
    settings: {
      allowUsernamePasswordFlow: true,
      allowUserAgentFlow: true,
      allowSoapLogin: true,
      isPkceRequired: false,
      allowCodeAndCredentialsFlow: false,
      apiAccessControl: false,
      sessionTimeout: 120,
      trustedIpRanges: [],
      enforceIpRangesEveryRequest: false,
      timezone: 'America/Los_Angeles',
      maxLoginAttempts: 10,
      lockoutInterval: 15,
      loginsPerHour: 3600,
      dailyApiRequests: 15_000,
      sharedAccessTokens: false,
      refreshProcessingTime: 25,
    },
    isActive: true,
    mandates: [],
  });
});

test('mandates turn off what they end and on what they demand', () => {
  const org = readSeedDocument({
    org: {
      mandates: ['pkce', 'rotation', 'no-password', 'no-soap'],
      settings: { maxLoginAttempts: 'NoLimit', lockoutInterval: 'Forever' },
    },
    apps: [{ name: 'Portal' }],
  });
  expect(org.settings).toMatchObject({
    isPkceRequired: true,
    allowUsernamePasswordFlow: false,
    allowSoapLogin: false,
    maxLoginAttempts: undefined,
    lockoutInterval: undefined,
  });
  expect(org.apps.map(({ isRefreshTokenRotationEnabled }) => isRefreshTokenRotationEnabled)).toEqual([
    true,
    true,
  ]);
});

test('a user who says nothing', () => {
  expect(userWith({})).toEqual({
    id: expect.stringMatching(/^005[A-Za-z0-9]{15}$/),
    username: 'ada@acme.example',
    password: expect.stringMatching(/^[A-Za-z0-9]{16}$/),
    securityToken: expect.stringMatching(/^[A-Za-z0-9]{24}$/),
    totpSecret: expect.stringMatching(/^[A-Z2-7]{32}$/),
    hasAuthenticator: false,
    isPasswordExpired: false,
    email: 'ada@acme.example',
    firstName: undefined,
    lastName: 'Ada',
    nickname: 'ada',
    alias: 'ada',
    profile: 'Standard User',
    permissionSets: [],
    isActive: true,
    isFrozen: false,
    isLocked: false,
    timezone: 'America/Los_Angeles',
    locale: 'en_US',
    language: 'en_US',
    phone: undefined,
    address: {},
    federationId: undefined,
    userType: 'STANDARD',
    lastModified: '2024-01-01T00:00:00Z',
  });
});

describe('standard profiles', () => {
  const standing = (org: ReturnType<typeof readSeedDocument>) =>
    org.profiles.map((profile) => [
      profile.name,
      profile.apiUserOnly,
      profile.approveUninstalledConnectedApps,
    ]);

  test('are in every org', () => {
    expect(standing(readSeedDocument({ profiles: [] }))).toEqual([
      ['System Administrator', false, true],
      ['Standard User', false, false],
      ['Minimum Access - API Only Integrations', true, false],
    ]);
  });

  test('keep what a seed does not change, also by their file names', () => {
    const org = readSeedDocument({ profiles: [{ name: 'Admin', apiEnabled: false, sessionTimeout: 0 }] });
    expect(named(org.profiles, 'System Administrator')).toMatchObject({
      apiEnabled: false,
      approveUninstalledConnectedApps: true,
      sessionTimeout: undefined,
    });
    expect(org.profiles).toHaveLength(3);
  });
});

describe('PlatformCLI', () => {
  const PUBLIC_CLIENT = {
    label: 'Salesforce CLI',
    consumerKey: 'PlatformCLI',
    consumerSecret: '',
    callbackUrls: ['http://localhost:1717/OauthRedirect'],
    isConsumerSecretOptional: true,
    isSecretRequiredForRefreshToken: false,
    state: 'installed',
  };

  test('is in every org, with one key', () => {
    for (const name of ['A', 'B']) {
      const cli = named(readSeedDocument({ org: { name }, apps: [] }).apps, 'PlatformCLI');
      expect(cli).toMatchObject(PUBLIC_CLIENT);
      expect(cli.scopes).toEqual(expect.arrayContaining(['refresh_token', 'api', 'web']));
    }
  });

  test('keeps what a seed does not change', () => {
    const org = readSeedDocument({
      apps: [{ name: 'PlatformCLI', callbackUrls: ['http://localhost:1718/OauthRedirect'] }],
    });
    expect(org.apps).toHaveLength(1);
    expect(org.apps[0]).toMatchObject({
      ...PUBLIC_CLIENT,
      callbackUrls: ['http://localhost:1718/OauthRedirect'],
    });
  });
});
