/**
 * What PATCH of each seed field does to an access token, to a refresh token and to a new log-in (model.md 4, authorize.md 10,
 * token.md 1.6 and 1.10). Written by hand; `unchanged`, or the refusal's name.
 */
import { REPLACEMENT } from '../../src/lab/failures/scenarios/certificate-rotated.ts';
import type { RefusalName } from '../../src/refusals/catalogue.ts';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { aWrongTry } from '../store/records.ts';
import { lab } from './helpers.ts';
import type { DriverName } from './patch-drivers.ts';

export type Effect = RefusalName | 'unchanged';

export interface Row {
  readonly field: string;
  readonly patch: object;
  readonly accessToken: Effect;
  readonly refreshToken: Effect;
  readonly logIn: Effect;
  /** Who logs in how: grace by the web server flow when left out. */
  readonly by: DriverName;
  readonly given?: DemoChanges;
  readonly arrange?: (sf: Fauxforce) => unknown;
  /** Seconds that tokens live which come after it. */
  readonly timeout?: number;
}

type More = Partial<Pick<Row, 'by' | 'given' | 'arrange' | 'timeout'>>;

const row = (
  field: string,
  patch: object,
  [accessToken, refreshToken, logIn]: readonly [Effect, Effect, Effect],
  more: More = {},
): Row => ({ field, patch, accessToken, refreshToken, logIn, by: 'web', ...more });

const SAME = 'unchanged';
/** Nothing that is there minds, only a new log-in. */
const newOnly = (name: Effect) => [SAME, SAME, name] as const;
const DEAD = 'rest.dead-token';

const ELSEWHERE = [{ start: '10.0.0.0', end: '10.255.255.255' }];
const HERE = [{ start: '127.0.0.1', end: '127.0.0.1' }];
const CLOSED = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
    day,
    { start: 0, end: 0 },
  ]),
);
const NOON = Object.fromEntries(Object.keys(CLOSED).map((day) => [day, { start: 660, end: 780 }]));
const EXTERNAL = { kind: 'externalClientApp', isPkceRequired: false };
const profile = (fields: object, app: object = {}): DemoChanges => ({
  profiles: { 'Standard User': fields as Record<string, unknown> },
  apps: { Web_Server: app as Record<string, unknown> },
});
const app = (fields: object): DemoChanges => ({ apps: { Web_Server: fields as Record<string, unknown> } });

const wrongPasswords =
  (minutesAgo = 0) =>
  async ({ world, users, clock }: Fauxforce) => {
    for (let i = 0; i < 3; i++)
      await world.store.failedLogIns.try(
        aWrongTry({ userId: users.grace!.id, at: clock.now() - minutesAgo * 60_000 }),
      );
  };

/** Grace has the permission set Extra, alone or in the group Team. */
const withSet =
  (fields: object, group?: object) =>
  async (sf: Fauxforce): Promise<void> => {
    await lab(sf, 'PATCH', `/orgs/${sf.orgs[0]!.id}`, {
      permissionSets: [{ name: 'Extra', ...fields }],
      ...(group ? { permissionSetGroups: [{ name: 'Team', permissionSets: ['Extra'], ...group }] } : {}),
    });
    await lab(sf, 'PATCH', '/users/grace@acme.example', { permissionSets: [group ? 'Team' : 'Extra'] });
  };

const NO_API = ['rest.api-disabled', SAME, 'user.api-disabled'] as const;
const NOT_ALLOW_LISTED = [
  'rest.api-access-control',
  'app.not-allow-listed',
  'authorize.api-access-control',
] as const;
const NOT_PERMITTED = [SAME, 'user.not-admin-approved', 'authorize.not-admin-approved'] as const;
const OUT_OF_RANGE = [SAME, 'user.ip-restricted', 'login.ip-restricted'] as const;
const OUT_OF_HOURS = ['rest.login-hours', 'user.login-hours', 'login.hours'] as const;
const TOO_LOW = ['rest.session-level', 'user.session-level', 'authorize.session-level'] as const;
const NOT_PROPAGATED = [SAME, 'client.not-propagated', 'authorize.client-not-propagated'] as const;
const SSO_BY_ID: DemoChanges = {
  settings: {
    samlSso: {
      issuer: 'https://idp.acme.example',
      certificate: './demo.crt',
      identityMapping: 'FederationId',
    },
  },
};

export const ROWS: readonly Row[] = [
  row('org.isActive', { isActive: false }, [DEAD, 'org.inactive', 'login.org-inactive']),
  row('org.mandates', { mandates: ['pkce'] }, newOnly('pkce.missing')),
  row('org.mandates', { mandates: ['no-password'] }, newOnly('password.flow-disabled'), { by: 'password' }),
  row(
    'org.settings.allowUsernamePasswordFlow',
    { settings: { allowUsernamePasswordFlow: false } },
    newOnly('password.flow-disabled'),
    { by: 'password' },
  ),
  row(
    'org.settings.allowUserAgentFlow',
    { settings: { allowUserAgentFlow: false } },
    newOnly('user-agent.flow-disabled'),
    { by: 'user-agent' },
  ),
  row('org.settings.isPkceRequired', { settings: { isPkceRequired: true } }, newOnly('pkce.missing')),
  row(
    'org.settings.allowCodeAndCredentialsFlow',
    { settings: { allowCodeAndCredentialsFlow: false } },
    newOnly('headless.flow-disabled'),
    { by: 'headless' },
  ),
  row('org.settings.apiAccessControl', { settings: { apiAccessControl: true } }, NOT_ALLOW_LISTED),
  row(
    'org.settings.apiAccessControlForExternalUsers',
    { settings: { apiAccessControlForExternalUsers: true } },
    NOT_ALLOW_LISTED,
    { given: { ...app({ state: 'uninstalled' }), users: { grace: { userType: 'CSP_LITE_PORTAL' } } } },
  ),
  row(
    'org.settings.canOnlyLoginWithMyDomainUrl',
    { settings: { canOnlyLoginWithMyDomainUrl: true } },
    newOnly('login.my-domain-only'),
    { by: 'log-in-host' },
  ),
  row('org.settings.sessionTimeout', { settings: { sessionTimeout: 15 } }, newOnly(SAME), { timeout: 900 }),
  row(
    'org.settings.trustedIpRanges',
    { settings: { trustedIpRanges: ELSEWHERE } },
    newOnly('login.verification-code'),
    { by: 'log-in' },
  ),
  row(
    'org.settings.enforceIpRangesEveryRequest',
    { settings: { enforceIpRangesEveryRequest: true } },
    ['rest.ip-restricted', 'user.ip-restricted', 'login.ip-restricted'],
    { given: profile({ loginIpRanges: ELSEWHERE }) },
  ),
  row('org.settings.timezone', { settings: { timezone: 'Asia/Tokyo' } }, OUT_OF_HOURS, {
    given: { ...profile({ loginHours: NOON }), settings: { timezone: 'Europe/London' } },
  }),
  row(
    'org.settings.maxLoginAttempts',
    { settings: { maxLoginAttempts: 'ThreeAttempts' } },
    newOnly('login.locked'),
    { arrange: wrongPasswords() },
  ),
  row('org.settings.lockoutInterval', { settings: { lockoutInterval: 'Forever' } }, newOnly('login.locked'), {
    given: { settings: { maxLoginAttempts: 'ThreeAttempts' } },
    arrange: wrongPasswords(20),
  }),
  row(
    'org.settings.loginsPerHour',
    { settings: { loginsPerHour: 1 } },
    [SAME, 'user.login-rate', 'login.rate'],
    {
      arrange: ({ world, users, clock }) =>
        world.store.logInCounts.count({ userId: users.grace!.id, at: clock.now(), most: 9 }),
    },
  ),
  row('org.settings.dailyApiRequests', { settings: { dailyApiRequests: 0 } }, [
    'rest.request-limit',
    SAME,
    SAME,
  ]),
  row(
    'org.settings.samlSso.issuer',
    { settings: { samlSso: { issuer: 'https://other.example' } } },
    newOnly('sso.issuer'),
    { by: 'sso' },
  ),
  row(
    'org.settings.samlSso.certificate',
    { settings: { samlSso: { certificate: REPLACEMENT } } },
    newOnly('sso.signature'),
    { by: 'sso' },
  ),
  row(
    'org.settings.samlSso.identityMapping',
    { settings: { samlSso: { identityMapping: 'FederationId' } } },
    newOnly('sso.subject'),
    { by: 'sso' },
  ),

  row('profiles.apiEnabled', { apiEnabled: false }, NO_API),
  row('profiles.apiUserOnly', { apiUserOnly: true }, newOnly('authorize.api-only-user')),
  row(
    'profiles.approveUninstalledConnectedApps',
    { approveUninstalledConnectedApps: false },
    newOnly('authorize.app-not-installed'),
    { given: profile({ approveUninstalledConnectedApps: true }, { state: 'uninstalled' }), by: 'newcomer' },
  ),
  row('profiles.twoFactorApi', { twoFactorApi: true }, newOnly('password.verification-code'), {
    by: 'password',
  }),
  row(
    'profiles.requiredSessionLevel',
    { requiredSessionLevel: 'HIGH_ASSURANCE' },
    newOnly('login.verification-code'),
    { by: 'log-in' },
  ),
  row('profiles.useAnyApiClient', { useAnyApiClient: false }, NOT_ALLOW_LISTED, {
    given: { ...profile({ useAnyApiClient: true }), settings: { apiAccessControl: true } },
  }),
  row('profiles.loginIpRanges', { loginIpRanges: ELSEWHERE }, OUT_OF_RANGE),
  row('profiles.loginHours', { loginHours: CLOSED }, OUT_OF_HOURS),
  row('profiles.sessionTimeout', { sessionTimeout: 20 }, newOnly(SAME), { timeout: 1200 }),

  row('permissionSets.apiEnabled', { apiEnabled: false }, NO_API, {
    given: profile({ apiEnabled: false }),
    arrange: withSet({ apiEnabled: true }),
  }),
  row('permissionSets.apiUserOnly', { apiUserOnly: true }, newOnly('authorize.api-only-user'), {
    arrange: withSet({}),
  }),
  row(
    'permissionSets.approveUninstalledConnectedApps',
    { approveUninstalledConnectedApps: false },
    newOnly('authorize.app-not-installed'),
    {
      given: app({ state: 'uninstalled' }),
      arrange: withSet({ approveUninstalledConnectedApps: true }),
      by: 'newcomer',
    },
  ),
  row('permissionSets.twoFactorApi', { twoFactorApi: true }, newOnly('password.verification-code'), {
    arrange: withSet({}),
    by: 'password',
  }),
  row('permissionSets.useAnyApiClient', { useAnyApiClient: false }, NOT_ALLOW_LISTED, {
    given: { settings: { apiAccessControl: true } },
    arrange: withSet({ useAnyApiClient: true }),
  }),
  row('permissionSetGroups.permissionSets', { permissionSets: [] }, NO_API, {
    given: profile({ apiEnabled: false }),
    arrange: withSet({ apiEnabled: true }, {}),
  }),
  row('permissionSetGroups.muted.apiEnabled', { muted: { apiEnabled: true } }, NO_API, {
    given: profile({ apiEnabled: false }),
    arrange: withSet({ apiEnabled: true }, {}),
  }),
  row(
    'permissionSetGroups.muted.apiUserOnly',
    { muted: { apiUserOnly: false } },
    newOnly('authorize.api-only-user'),
    { arrange: withSet({ apiUserOnly: true }, { muted: { apiUserOnly: true } }) },
  ),
  row(
    'permissionSetGroups.muted.approveUninstalledConnectedApps',
    { muted: { approveUninstalledConnectedApps: true } },
    newOnly('authorize.app-not-installed'),
    {
      given: app({ state: 'uninstalled' }),
      arrange: withSet({ approveUninstalledConnectedApps: true }, {}),
      by: 'newcomer',
    },
  ),
  row(
    'permissionSetGroups.muted.twoFactorApi',
    { muted: { twoFactorApi: false } },
    newOnly('password.verification-code'),
    { arrange: withSet({ twoFactorApi: true }, { muted: { twoFactorApi: true } }), by: 'password' },
  ),
  row('permissionSetGroups.muted.useAnyApiClient', { muted: { useAnyApiClient: true } }, NOT_ALLOW_LISTED, {
    given: { settings: { apiAccessControl: true } },
    arrange: withSet({ useAnyApiClient: true }, {}),
  }),

  row('users.username', { username: 'hopper@acme.example' }, newOnly('login.user-unknown')),
  row('users.password', { password: 'another-horse' }, newOnly('login.password')),
  row('users.securityToken', { securityToken: 'An0ther' }, newOnly('password.security-token'), {
    by: 'password',
  }),
  row('users.totpSecret', { totpSecret: 'JBSWY3DPEHPK3PXP' }, newOnly('login.verification-code'), {
    given: {
      settings: { trustedIpRanges: ELSEWHERE },
      users: { grace: { totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } },
    },
  }),
  row(
    'users.profile',
    { profile: 'Minimum Access - API Only Integrations' },
    newOnly('authorize.api-only-user'),
  ),
  row('users.permissionSets', { permissionSets: [] }, NOT_PERMITTED, {
    given: app({ isAdminApproved: true, permissionSets: ['Order Integration'] }),
    arrange: (sf) => lab(sf, 'PATCH', '/users/grace@acme.example', { permissionSets: ['Order_Integration'] }),
  }),
  row(
    'users.permissionSetExpirations',
    { permissionSetExpirations: { Order_Integration: '2020-01-01T00:00:00Z' } },
    NOT_PERMITTED,
    {
      given: app({ isAdminApproved: true, permissionSets: ['Order Integration'] }),
      arrange: (sf) =>
        lab(sf, 'PATCH', '/users/grace@acme.example', { permissionSets: ['Order_Integration'] }),
    },
  ),
  row('users.isActive', { isActive: false }, [DEAD, 'user.inactive', 'login.inactive']),
  row('users.isFrozen', { isFrozen: true }, [SAME, 'user.frozen', 'login.frozen']),
  row('users.isLocked', { isLocked: true }, newOnly('login.locked')),
  row('users.isPasswordExpired', { isPasswordExpired: true }, newOnly('login.password-expired')),
  row('users.userType', { userType: 'CSP_LITE_PORTAL' }, newOnly('client-credentials.portal-user'), {
    by: 'client-credentials',
  }),
  row('users.federationId', { federationId: 'somebody else' }, newOnly('sso.subject'), {
    given: { ...SSO_BY_ID, users: { ada: { federationId: 'ada@acme.example' } } },
    by: 'sso',
  }),

  row('apps.kind', { kind: 'externalClientApp' }, newOnly('password.external-client-app'), {
    by: 'password',
  }),
  row('apps.consumerKey', { consumerKey: '3MVG9Demo.Renamed' }, [
    DEAD,
    'client.unknown',
    'authorize.client-unknown',
  ]),
  row('apps.consumerSecret', { consumerSecret: 'ANOTHER0SECRET00' }, [
    DEAD,
    'client.secret-wrong',
    'client.secret-wrong',
  ]),
  row('apps.callbackUrls', { callbackUrls: ['http://localhost:9/cb'] }, newOnly('callback.mismatch')),
  row('apps.scopes', { scopes: ['refresh_token'] }, newOnly('client-credentials.no-scopes'), {
    by: 'client-credentials',
  }),
  row('apps.certificate', { certificate: REPLACEMENT }, newOnly('jwt.signature'), { by: 'bearer' }),
  row('apps.isAdminApproved', { isAdminApproved: true }, NOT_PERMITTED),
  row('apps.profiles', { profiles: ['System Administrator'] }, NOT_PERMITTED, {
    given: app({ isAdminApproved: true, profiles: ['Standard User'] }),
  }),
  row('apps.permissionSets', { permissionSets: [] }, NOT_PERMITTED, {
    given: app({ isAdminApproved: true, permissionSets: ['Order Integration'] }),
    arrange: (sf) => lab(sf, 'PATCH', '/users/grace@acme.example', { permissionSets: ['Order_Integration'] }),
  }),
  row(
    'apps.initialAccessToken',
    { initialAccessToken: 'ANOTHER' },
    newOnly('register.initial-access-token'),
    {
      by: 'register',
    },
  ),
  row('apps.isPkceRequired', { isPkceRequired: true }, newOnly('pkce.missing')),
  row(
    'apps.isConsumerSecretOptional',
    { isConsumerSecretOptional: false },
    newOnly('client.secret-missing'),
    {
      given: app({ isConsumerSecretOptional: true, isSecretRequiredForRefreshToken: false }),
      by: 'public',
    },
  ),
  row(
    'apps.isSecretRequiredForRefreshToken',
    { isSecretRequiredForRefreshToken: true },
    [SAME, 'client.secret-missing', SAME],
    { given: app({ isConsumerSecretOptional: true, isSecretRequiredForRefreshToken: false }), by: 'public' },
  ),
  row('apps.isRefreshTokenRotationEnabled', { isRefreshTokenRotationEnabled: true }, newOnly(SAME)),
  row(
    'apps.isClientCredentialEnabled',
    { isClientCredentialEnabled: false },
    newOnly('client-credentials.not-enabled'),
    { by: 'client-credentials' },
  ),
  row('apps.clientCredentialUser', { clientCredentialUser: null }, newOnly('client-credentials.no-user'), {
    by: 'client-credentials',
  }),
  row('apps.isDeviceFlowEnabled', { isDeviceFlowEnabled: false }, newOnly('device.not-enabled'), {
    by: 'device',
  }),
  row('apps.isNamedUserJwtEnabled', { isNamedUserJwtEnabled: true }, newOnly(SAME), { timeout: 1800 }),
  row('apps.isIntrospectAllTokens', { isIntrospectAllTokens: false }, newOnly('introspect.other-app'), {
    given: app({ isIntrospectAllTokens: true }),
    by: 'introspect',
  }),
  row(
    'apps.isTokenExchangeEnabled',
    { isTokenExchangeEnabled: false },
    newOnly('token-exchange.not-enabled'),
    { by: 'token-exchange' },
  ),
  row(
    'apps.isSecretRequiredForTokenExchange',
    { isSecretRequiredForTokenExchange: true },
    newOnly('client.secret-missing'),
    {
      given: { apps: { Token_Exchange: { isSecretRequiredForTokenExchange: false } } },
      by: 'public-exchange',
    },
  ),
  row(
    'apps.isCodeCredentialEnabled',
    { isCodeCredentialEnabled: false },
    newOnly('headless.app-not-enabled'),
    { by: 'headless' },
  ),
  row(
    'apps.isCodeCredentialPostOnly',
    { isCodeCredentialPostOnly: true },
    newOnly('headless.header-not-allowed'),
    { by: 'headless-by-header' },
  ),
  row(
    'apps.isGuestCodeCredFlowEnabled',
    { isGuestCodeCredFlowEnabled: false },
    newOnly('headless.guest-disabled'),
    {
      given: { apps: { Headless: { isGuestCodeCredFlowEnabled: true, isNamedUserJwtEnabled: true } } },
      by: 'guest',
    },
  ),
  row('apps.refreshTokenPolicy', { refreshTokenPolicy: 'zero' }, [SAME, 'refresh.expired', SAME]),
  row('apps.ipRelaxation', { ipRelaxation: 'ENFORCE' }, OUT_OF_RANGE, {
    given: profile({ loginIpRanges: ELSEWHERE }, { ipRelaxation: 'BYPASS' }),
  }),
  row('apps.ipRanges', { ipRanges: ELSEWHERE }, OUT_OF_RANGE, {
    given: profile({ loginIpRanges: ELSEWHERE }, { ipRelaxation: 'BYPASS_2FACTOR', ipRanges: HERE }),
  }),
  row('apps.sessionPolicy.sessionTimeout', { sessionPolicy: { sessionTimeout: 30 } }, newOnly(SAME), {
    timeout: 1800,
  }),
  row('apps.sessionPolicy.sessionLevel', { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE' } }, TOO_LOW, {
    given: app({ sessionPolicy: { policyAction: 'Block' } }),
  }),
  row('apps.sessionPolicy.policyAction', { sessionPolicy: { policyAction: 'Block' } }, TOO_LOW, {
    given: app({ sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE' } }),
  }),
  row('apps.assetToken.audiences', { assetToken: null }, newOnly('asset.not-enabled'), {
    given: app({ assetToken: { audiences: ['https://devices.acme.example'] } }),
    by: 'asset',
  }),
  row('apps.state', { state: 'blocked' }, [DEAD, 'app.blocked', 'authorize.app-blocked']),
  row('apps.state', { state: 'uninstalled' }, newOnly('authorize.app-not-installed'), { by: 'newcomer' }),
  row('apps.isEnabled', { isEnabled: false }, [SAME, 'app.disabled', 'authorize.app-disabled'], {
    given: app(EXTERNAL),
  }),
  row(
    'apps.isOauthPluginEnabled',
    { isOauthPluginEnabled: false },
    [SAME, 'app.disabled', 'authorize.app-disabled'],
    { given: app(EXTERNAL) },
  ),
  row('apps.createdAt', { createdAt: '2026-01-01T11:59:00Z' }, NOT_PROPAGATED, {
    given: app({ propagationDelay: 10, createdAt: '2020-01-01T00:00:00Z' }),
  }),
  row(
    'apps.earlier.callbackUrls',
    { earlier: { until: '2126-01-01T00:00:00Z', callbackUrls: ['https://a.example/earlier'] } },
    newOnly('callback.mismatch'),
  ),
  row('apps.propagationDelay', { propagationDelay: 10 }, NOT_PROPAGATED, {
    given: app({ createdAt: '2026-01-01T11:59:00Z' }),
  }),
  row(
    'apps.distributionState',
    { distributionState: 'Local' },
    [SAME, 'app.not-installed', 'authorize.cross-org'],
    { given: { ...app({ ...EXTERNAL, distributionState: 'Packaged' }), secondOrg: true }, by: 'foreigner' },
  ),

  row('sites.urlPathPrefix', { urlPathPrefix: 'elsewhere' }, newOnly('page.not-found'), { by: 'headless' }),
  row('sites.profiles', { profiles: [] }, newOnly('user.not-site-member'), { by: 'headless' }),
  row('sites.permissionSets', { permissionSets: [] }, newOnly('user.not-site-member'), {
    by: 'headless',
    arrange: async (sf) => {
      const sites = [{ name: 'Customers', profiles: [], permissionSets: ['Order_Integration'] }];
      await lab(sf, 'PATCH', `/orgs/${sf.orgs[0]!.id}`, { sites });
      await lab(sf, 'PATCH', '/users/vera@acme.example', { permissionSets: ['Order_Integration'] });
    },
  }),

  row('tokenExchangeHandlers.isEnabled', { isEnabled: false }, newOnly('token-exchange.no-handler'), {
    by: 'token-exchange',
  }),
  row('tokenExchangeHandlers.isDefault', { isDefault: false }, newOnly('token-exchange.no-handler'), {
    by: 'token-exchange',
  }),
  row('tokenExchangeHandlers.apps', { apps: ['Web_Server'] }, newOnly('token-exchange.no-handler'), {
    by: 'token-exchange',
  }),
  row(
    'tokenExchangeHandlers.tokenTypes',
    { tokenTypes: ['saml2'] },
    newOnly('token-exchange.handler-token-type'),
    { by: 'token-exchange' },
  ),
  row('tokenExchangeHandlers.username', { username: 'nickname' }, newOnly('token-exchange.handler-failed'), {
    by: 'token-exchange',
  }),
  row(
    'tokenExchangeHandlers.certificate',
    { certificate: REPLACEMENT },
    newOnly('token-exchange.handler-failed'),
    {
      by: 'token-exchange',
    },
  ),
];

/** Fields that decide nothing by themselves, each with why. */
export const UNASKED: Readonly<Record<string, string>> = {
  $schema: 'for editors',
  projects: 'only a seed file has them',
  'org.name': 'only shown',
  'org.id': 'never changes',
  'org.myDomain': 'decides under Salesforce host names only: test/authorize',
  'org.cloud': 'decides under Salesforce host names only: test/org/clouds.test.ts',
  'org.type': 'decides under Salesforce host names only: test/authorize',
  'org.signedUpFrom': 'of scratch orgs and sandboxes only: test/grants/signed-up.test.ts',
  'org.settings.allowSoapLogin': 'asked of SOAP log-ins only: test/soap',
  records: 'made with the org and by POST /records, and no PATCH takes them: test/lab/seed-records.test.ts',
  objects: 'only told, and only added to: test/lab/objects.test.ts',
  'org.settings.doesApiLoginRequireOrgDomain':
    'asked of SOAP log-ins under Salesforce host names only: test/policies/my-domain-only.test.ts',
  'org.settings.corsAllowedOrigins': 'asked of scripts only: test/cors',
  'org.settings.enableOauthCors': 'asked of scripts only: test/cors',
  'org.settings.sharedAccessTokens': 'ends and refuses nothing: test/races',
  'org.settings.refreshProcessingTime': 'asked of refreshes at once only: test/races',
  'profiles.name': 'names the record',
  'profiles.id': 'never changes',
  'permissionSets.name': 'names the record',
  'permissionSets.id': 'never changes',
  'permissionSets.label': 'only shown',
  'permissionSets.customPermissions': 'only told',
  'permissionSetGroups.name': 'names the record',
  'permissionSetGroups.label': 'only shown',
  'permissionSetGroups.muted.customPermissions': 'only told',
  'customScopes.name': 'names the record',
  'customScopes.description': 'only shown',
  'customScopes.isPublic': 'only told, by discovery',
  'users.id': 'never changes',
  'apps.name': 'only shown',
  'apps.id': 'never changes',
  'apps.label': 'only shown',
  'apps.description': 'only shown',
  'apps.logoUrl': 'only shown',
  'apps.stagedConsumer.consumerKey': 'of use once it is applied: test/policies/consumer-details.test.ts',
  'apps.stagedConsumer.consumerSecret': 'of use once it is applied: test/policies/consumer-details.test.ts',
  'apps.contactEmail': 'only shown',
  'apps.contactPhone': 'only shown',
  'apps.iconUrl': 'only shown',
  'apps.infoUrl': 'only shown',
  'apps.startUrl': 'leads somewhere, and asks nothing',
  'apps.mobileStartUrl': 'leads somewhere, and asks nothing',
  'org.settings.canCreateConnectedApps': 'asked by Setup only: test/setup',
  'org.settings.newAppPropagationDelay': 'of changes in Setup: test/policies/spreading.test.ts',
  'apps.singleLogoutUrl': 'asked when somebody logs out: test/logout',
  'apps.attributes': 'only told',
  'sites.name': 'names the record',
  'sites.id': 'never changes',
  'tokenExchangeHandlers.name': 'names the record',
  'tokenExchangeHandlers.jwks': 'as certificate',
  'tokenExchangeHandlers.module': 'only a seed file names programs',
  ...ofRecordsOnly('profiles'),
  ...ofRecordsOnly('permissionSets'),
  ...ofRecordsOnly('permissionSetGroups.muted'),
  ...ofSetupOnly('profiles'),
  ...ofSetupOnly('permissionSets'),
  ...ofSetupOnly('permissionSetGroups.muted'),
  ...toldOnly('users', [
    'email',
    'firstName',
    'lastName',
    'nickname',
    'alias',
    'timezone',
    'locale',
    'language',
    'phone',
    'address.street',
    'address.city',
    'address.state',
    'address.country',
    'address.postalCode',
    'lastModified',
  ]),
  ...whileItSpreads([
    'until',
    'scopes',
    'isPkceRequired',
    'isConsumerSecretOptional',
    'isSecretRequiredForRefreshToken',
    'isClientCredentialEnabled',
    'isDeviceFlowEnabled',
    'isNamedUserJwtEnabled',
    'isIntrospectAllTokens',
    'isTokenExchangeEnabled',
    'isSecretRequiredForTokenExchange',
    'isCodeCredentialEnabled',
    'isCodeCredentialPostOnly',
  ]),
  ...toldOnly('apps', [
    'idToken.validity',
    'idToken.audiences',
    'idToken.includeStandardClaims',
    'idToken.includeAttributes',
    'idToken.includeCustomPermissions',
    'assetToken.validity',
    'assetToken.includeAttributes',
    'assetToken.includeCustomPermissions',
    'mobilePolicy.screenLock',
    'mobilePolicy.pinLength',
    'pushServices',
  ]),
  ...ofSaml('apps.saml', [
    'entityUrl',
    'acsUrl',
    'subjectType',
    'subjectCustomAttr',
    'nameIdFormat',
    'issuer',
    'signingAlgoType',
    'certificate',
    'encryptionCertificate',
    'encryptionType',
    'sloUrl',
    'sloBinding',
  ]),
  ...ofSaml('org.settings.identityProvider', ['enabled', 'certificate', 'privateKey']),
  ...ofSaml('org.settings.samlSso', ['name', 'loginUrl', 'requestBinding', 'sloUrl', 'sloBinding']),
};

/** What decides about SAML in the browser, and neither ends nor refuses a token. */
function ofSaml(path: string, fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [`${path}.${field}`, 'asked by SAML only: test/idp']));
}

function toldOnly(section: string, fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [`${section}.${field}`, 'only told']));
}

function whileItSpreads(fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    fields.map((field) => [
      `apps.earlier.${field}`,
      'as the field of the app: test/policies/spreading.test.ts',
    ]),
  );
}

/** What decides about records, and neither ends nor refuses a token. */
function ofRecordsOnly(section: string): Record<string, string> {
  const fields = ['assignPermissionSets', 'manageUsers', 'modifyAllData', 'viewAllData'];
  return Object.fromEntries(
    [...fields, 'objectPermissions', 'fieldPermissions'].map((field) => [
      `${section}.${field}`,
      'asked of records only: test/rest/permissions.test.ts',
    ]),
  );
}

/** What decides about the pages of Setup, and neither ends nor refuses a token. */
function ofSetupOnly(section: string): Record<string, string> {
  const fields = [
    'customizeApplication',
    'manageConnectedApps',
    'manageProfilesPermissionsets',
    'rotateConsumerDetails',
    'viewSetup',
  ];
  return Object.fromEntries(
    fields.map((field) => [`${section}.${field}`, 'asked by Setup only: test/setup']),
  );
}
