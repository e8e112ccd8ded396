/**
 * The seed document, whole: validation, types, the published JSON Schema and docs/seed.md all come from here.
 *
 * Names are the Metadata API's, flattened (wire facts, model.md 1 and 2). A description that ends in `Left out: ...`
 * names a default that is computed; constant ones are the schema's own.
 */
import { isIP } from 'node:net';
import { z } from 'zod';
import { CALLBACKS_LIMIT, callbacksLength, callbackUrlComplaint } from '../org/callback.ts';
import { type IdPrefix, id15, id18, isSalesforceId } from '../org/ids.ts';
import { readScope, SCOPE_NAMES, SCOPES } from '../org/scopes.ts';
import {
  isCorsOrigin,
  isSinglePath,
  isTimeZone,
  rangeIsOrdered,
  readRefreshTokenPolicy,
  singleLogoutUrlComplaint,
} from './fields.ts';
import { didYouMean } from './nearest.ts';
import { DEFAULT_ORG_NAME } from './standards.ts';

// Compiling a validator (zod's default) takes longer than checking the few documents a process reads: 27 against 10 ms.
z.config({ jitless: true });

const text = (max = 255) => z.string().min(1).max(max);
const flag = (initially: boolean, meaning: string) => z.boolean().default(initially).describe(meaning);
const minutes = () => z.int().min(1).max(525_600);
const apiName = () =>
  text(80).regex(/^[A-Za-z][A-Za-z0-9_]*$/, {
    error: ({ input }) =>
      `'${input}' is not an API name: a letter, then letters, digits and underscores (spaces go into label)`,
  });
const localeName = () =>
  text(40).regex(/^[a-z]{2,3}(_[A-Za-z0-9]+)*$/, {
    error: ({ input }) => `'${input}' is not a locale such as en_US`,
  });

function recordId(prefix: IdPrefix, record: string) {
  return z
    .string()
    .refine((id) => isSalesforceId(id, prefix), { error: ({ input }) => idComplaint(String(input), prefix) })
    .meta({ pattern: `^${prefix}[A-Za-z0-9]{12}([A-Z0-5]{3})?$` })
    .optional()
    .describe(
      `Record id, 15 or 18 characters, beginning ${prefix}. Left out: derived from the ${record}'s name.`,
    );
}

function idComplaint(id: string, prefix: IdPrefix): string {
  if (!id.startsWith(prefix))
    return `'${id}' is not an id of this kind of record: it must begin with ${prefix}`;
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id)) {
    return `'${id}' is not an id: 15 or 18 letters and digits, found ${id.length} characters`;
  }
  return `'${id}' has a wrong checksum: did you mean '${id18(id15(id))}'?`;
}

const ipAddress = () =>
  z.string().refine((address) => isIP(address) !== 0, {
    error: ({ input }) => `'${input}' is not an IPv4 or IPv6 address`,
  });

const IpRange = z
  .strictObject({
    start: ipAddress().describe('First address, IPv4 or IPv6.'),
    end: ipAddress().describe('Last address, inclusive.'),
  })
  .refine(rangeIsOrdered, {
    error:
      'start comes after end, or one is IPv4 and the other IPv6: write the lower address of the same family first',
  });

const ipRanges = (meaning: string) => z.array(IpRange).default([]).describe(meaning);

const SamlSso = z.strictObject({
  issuer: text(450).describe("The identity provider's entity id, as its assertions spell it."),
  certificate: text(1_000_000).describe(
    'Certificate of the key it signs with: PEM, base64 DER, or a path relative to the seed file.',
  ),
  identityMapping: z
    .enum(['Username', 'FederationId'])
    .default('Username')
    .describe('What the subject of an assertion is.'),
});

const Settings = z.strictObject({
  allowUsernamePasswordFlow: flag(
    true,
    'Setup > OAuth and OpenID Connect Settings > Allow OAuth Username-Password Flows.',
  ),
  allowUserAgentFlow: flag(true, 'Setup > OAuth and OpenID Connect Settings > Allow OAuth User-Agent Flows.'),
  allowSoapLogin: flag(true, 'Whether the SOAP API login() call works.'),
  isPkceRequired: flag(false, 'Require PKCE for every code flow of the org.'),
  allowCodeAndCredentialsFlow: flag(false, 'Allow the Authorization Code and Credentials flow.'),
  apiAccessControl: flag(false, 'API access control: only apps that are installed and admin approved.'),
  sessionTimeout: minutes().default(120).describe('Minutes until an idle access token dies.'),
  trustedIpRanges: ipRanges('Setup > Network Access: addresses that are not asked for a security token.'),
  corsAllowedOrigins: z
    .array(
      text().refine(isCorsOrigin, {
        error: ({ input }) =>
          `'${input}' is not an origin: a scheme and host such as https://app.example, https://*.app.example or http://localhost:3000, without a path`,
      }),
    )
    .default([])
    .describe('Setup > CORS: origins whose scripts may call this org; `*.` stands for any subdomain.'),
  enableOauthCors: flag(
    false,
    'Setup > CORS > Enable CORS for OAuth endpoints: token, revoke, introspect and authorize answer those origins too.',
  ),
  samlSso: SamlSso.optional().describe(
    'Setup > Single Sign-On Settings: the SAML identity provider that grant_type=assertion trusts. Left out: none.',
  ),
});

const Organization = z.strictObject({
  name: text()
    .default(DEFAULT_ORG_NAME)
    .describe('Organization.Name; My Domain and the id are derived from it.'),
  id: recordId('00D', 'org'),
  myDomain: text(63)
    .regex(/^[A-Za-z0-9]+(-+[A-Za-z0-9]+)*$/, {
      error: ({ input }) =>
        `'${input}' is not a My Domain name: only the first label, acme in acme.my.salesforce.com`,
    })
    .optional()
    .describe('`acme` in acme.my.salesforce.com. Left out: derived from name.'),
  type: z
    .enum(['production', 'developer', 'sandbox', 'scratch'])
    .default('developer')
    .describe(
      'Sandboxes and scratch orgs log in on test.salesforce.com, the others on login.salesforce.com.',
    ),
  settings: Settings.prefault({}).describe('Org-wide settings.'),
});

const Hours = z.strictObject({
  start: z.int().min(0).max(1440).describe('Minutes after midnight.'),
  end: z.int().min(0).max(1440).describe('Minutes after midnight.'),
});

const openHours = () => Hours.optional().describe("Open hours, in the org's time zone. Left out: all day.");

const LoginHours = z.strictObject({
  monday: openHours(),
  tuesday: openHours(),
  wednesday: openHours(),
  thursday: openHours(),
  friday: openHours(),
  saturday: openHours(),
  sunday: openHours(),
});

const Profile = z.strictObject({
  name: text().describe('The name Setup shows; `Admin` and `Standard` mean the standard profiles.'),
  id: recordId('00e', 'profile'),
  apiEnabled: flag(true, 'Permission API Enabled.'),
  apiUserOnly: flag(
    false,
    'Permission API Only User: no browser log-in. Minimum Access - API Only Integrations has it.',
  ),
  approveUninstalledConnectedApps: flag(
    false,
    'Permission Approve Uninstalled Connected Apps. System Administrator has it.',
  ),
  loginIpRanges: ipRanges('Addresses its users may log in from; none means any.'),
  loginHours: LoginHours.optional().describe(
    'When its users may log in. A day left out is open, equal start and end is closed. Left out: always.',
  ),
  sessionTimeout: z
    .int()
    .min(0)
    .max(525_600)
    .optional()
    .describe("Minutes until an idle access token dies; 0 means not set. Left out: the org's."),
});

const PermissionSet = z.strictObject({
  name: apiName().describe('API name.'),
  id: recordId('0PS', 'permission set'),
  label: text().optional().describe('The name Setup shows. Left out: name with spaces for underscores.'),
  customPermissions: z
    .array(apiName())
    .default([])
    .describe('API names of the custom permissions it grants.'),
});

const PermissionSetGroup = z.strictObject({
  name: apiName().describe('API name.'),
  label: text().optional().describe('The name Setup shows. Left out: name with spaces for underscores.'),
  permissionSets: z.array(text()).default([]).describe('Its permission sets, by label or API name.'),
});

const Site = z.strictObject({
  name: text().describe('Network.Name.'),
  id: recordId('0DB', 'site'),
  urlPathPrefix: z
    .string()
    .refine(isSinglePath, {
      error: ({ input }) =>
        `'${input}' is not a URL path prefix: letters, digits, hyphens and underscores, and no path of Salesforce's own such as services or id`,
    })
    .default('')
    .describe(
      '`partners` in acme.my.site.com/partners and http://localhost:7332/partners; empty for the site at the root.',
    ),
  profiles: z.array(text()).default([]).describe('Profiles whose users are members.'),
  permissionSets: z
    .array(text())
    .default([])
    .describe('Permission sets whose users are members, by label or API name.'),
});

const Address = z.strictObject({
  street: text().optional().describe('Street and number. Left out: none.'),
  city: text().optional().describe('City. Left out: none.'),
  state: text().optional().describe('State or province. Left out: none.'),
  country: text().optional().describe('Country. Left out: none.'),
  postalCode: text().optional().describe('Postal code. Left out: none.'),
});

const User = z.strictObject({
  username: text(80)
    .regex(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, {
      error: ({ input }) => `'${input}' is not a username: it must look like an email address`,
    })
    .describe('Unique across all orgs, compared without case.'),
  id: recordId('005', 'user'),
  password: text().optional().describe('Log-in password. Left out: derived from username.'),
  securityToken: text()
    .optional()
    .describe('Appended to the password where Salesforce asks for it. Left out: derived from username.'),
  email: text().optional().describe('Email address. Left out: username.'),
  firstName: text(40).optional().describe('Given name. Left out: none.'),
  lastName: text(80).optional().describe('Family name. Left out: made from username.'),
  nickname: text(40).optional().describe('CommunityNickname. Left out: username up to the @.'),
  alias: text(8)
    .optional()
    .describe('At most 8 characters. Left out: first initial and four letters of the last name.'),
  profile: text().default('Standard User').describe('Name of a profile of the org.'),
  permissionSets: z
    .array(text())
    .default([])
    .describe('Permission sets and permission set groups assigned, by label or API name.'),
  isActive: flag(true, 'User.IsActive.'),
  isFrozen: flag(false, 'UserLogin.IsFrozen.'),
  isLocked: flag(false, 'UserLogin.IsPasswordLocked.'),
  timezone: text()
    .refine(isTimeZone, {
      error: ({ input }) => `'${input}' is not a time zone: write an IANA name such as Europe/Paris`,
    })
    .default('America/Los_Angeles')
    .describe('IANA name.'),
  locale: localeName().default('en_US').describe('LocaleSidKey.'),
  language: localeName().default('en_US').describe('LanguageLocaleKey.'),
  phone: text(40).optional().describe('Phone number. Left out: none.'),
  address: Address.prefault({}).describe('Postal address.'),
  federationId: text(512).optional().describe('FederationIdentifier. Left out: none.'),
  userType: z
    .enum(['STANDARD', 'POWER_CUSTOMER_SUCCESS', 'CUSTOMER_SUCCESS', 'POWER_PARTNER', 'CSP_LITE_PORTAL'])
    .default('STANDARD')
    .describe('As the identity URL reports it.'),
  lastModified: text()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/, {
      error: ({ input }) => `'${input}' is not an instant such as 2024-01-01T00:00:00Z`,
    })
    .default('2024-01-01T00:00:00Z')
    .describe('LastModifiedDate: `updated_at` of userinfo.'),
});

const Scope = z
  .string()
  .refine((word) => readScope(word) !== undefined, {
    error: ({ input }) =>
      `unknown scope '${input}'${didYouMean(String(input), SCOPE_WORDS) || `: one of ${SCOPE_NAMES.join(', ')}`}`,
  })
  .meta({ examples: SCOPE_NAMES });

const SCOPE_WORDS: readonly string[] = SCOPE_NAMES.flatMap((scope) => [scope, ...SCOPES[scope].metadata]);

const CallbackUrl = z.string().superRefine((url, context) => {
  const complaint = callbackUrlComplaint(url);
  if (complaint) context.addIssue({ code: 'custom', message: complaint });
});

const SessionPolicy = z.strictObject({
  sessionTimeout: minutes()
    .optional()
    .describe("Minutes until an idle access token dies. Left out: the profile's, then the org's."),
  sessionLevel: z
    .enum(['LOW', 'STANDARD', 'HIGH_ASSURANCE'])
    .optional()
    .describe(
      'Session level the app needs. Left out: none for a Connected App, STANDARD for an External Client App.',
    ),
  policyAction: z
    .enum(['Block', 'RaiseSessionLevel'])
    .optional()
    .describe('What happens to a session below sessionLevel. Left out: none.'),
});

const IdToken = z.strictObject({
  validity: z.int().min(1).max(720).default(2).describe('Minutes, 1 to 720.'),
  audiences: z.array(text()).default([]).describe('Values added to `aud` next to the consumer key.'),
  includeStandardClaims: flag(false, 'Whether the ID token carries the standard claims.'),
  includeAttributes: flag(false, 'Whether the ID token carries the custom attributes.'),
  includeCustomPermissions: flag(false, 'Whether the ID token carries the custom permissions.'),
});

const AssetToken = z.strictObject({
  audiences: z.array(text()).min(1, 'must name at least one audience').describe('`aud` of the asset tokens.'),
  validity: z.int().min(1).max(31_536_000).default(60).describe('Seconds.'),
  includeAttributes: flag(false, 'Whether the asset token carries the custom attributes.'),
  includeCustomPermissions: flag(false, 'Whether the asset token carries the custom permissions.'),
});

const App = z.strictObject({
  kind: z
    .enum(['connectedApp', 'externalClientApp'])
    .default('connectedApp')
    .describe('Connected App or External Client App.'),
  name: apiName().describe('API name.'),
  id: recordId('0H4', 'app'),
  label: text()
    .optional()
    .describe('The name on the Allow Access page. Left out: name with spaces for underscores.'),
  consumerKey: text(256)
    .regex(/^[A-Za-z0-9._]{8,}$/, {
      error: ({ input }) =>
        `'${input}' is not a consumer key: 8 to 256 letters, digits, dots and underscores`,
    })
    .optional()
    .describe('client_id; unique across all orgs. Left out: derived from the org and name.'),
  consumerSecret: text(256)
    .regex(/^[A-Za-z0-9]{8,}$/, { error: 'must be 8 to 256 letters and digits' })
    .optional()
    .describe('client_secret. Left out: derived from the org and name.'),
  callbackUrls: z
    .array(CallbackUrl)
    .refine((urls) => callbacksLength(urls) <= CALLBACKS_LIMIT, {
      error: ({ input }) =>
        `${callbacksLength(input)} characters in all: Salesforce stores at most ${CALLBACKS_LIMIT}`,
    })
    .default([])
    .describe(
      'Absolute URLs, compared exactly with redirect_uri; custom schemes and `oob` are fine; 2,000 characters in all.',
    ),
  scopes: z
    .array(Scope)
    .default([])
    .describe('OAuth names (`refresh_token`) or Metadata names (`RefreshToken`).'),
  certificate: text(1_000_000)
    .optional()
    .describe(
      'Enables the JWT bearer flow: PEM, base64 DER, or a path relative to the seed file. Left out: none.',
    ),
  isAdminApproved: flag(
    false,
    'true: only the profiles and permission sets below may use it, without asking; false: every user may self-authorize.',
  ),
  profiles: z.array(text()).default([]).describe('Pre-authorized profiles.'),
  permissionSets: z
    .array(text())
    .default([])
    .describe('Pre-authorized permission sets, by label or API name.'),
  initialAccessToken: text()
    .optional()
    .describe(
      'Initial Access Token for Dynamic Client Registration: who holds it may register apps. Left out: none.',
    ),
  singleLogoutUrl: z
    .string()
    .superRefine((url, context) => {
      const complaint = singleLogoutUrlComplaint(url);
      if (complaint) context.addIssue({ code: 'custom', message: complaint });
    })
    .optional()
    .describe('Enable Single Logout: called in the browser when its user logs out. Left out: none.'),
  isPkceRequired: z
    .boolean()
    .optional()
    .describe(
      'true: a code flow without PKCE is refused. Left out: false for a Connected App, true for an External Client App.',
    ),
  isConsumerSecretOptional: flag(false, 'true: a code is exchanged without client_secret.'),
  isSecretRequiredForRefreshToken: flag(true, 'false: a refresh token is used without client_secret.'),
  isRefreshTokenRotationEnabled: flag(false, 'Each refresh brings a new refresh token and ends the old one.'),
  isClientCredentialEnabled: flag(false, 'Enables the client credentials flow; needs clientCredentialUser.'),
  clientCredentialUser: text()
    .optional()
    .describe(
      'Username of the run-as user; one that names no user is kept and refused on the wire, as Salesforce does. Left out: none.',
    ),
  isDeviceFlowEnabled: z
    .boolean()
    .optional()
    .describe(
      'Enables the device flow. Left out: true if a callback URL ends in /services/oauth2/success, else false.',
    ),
  isNamedUserJwtEnabled: flag(false, 'Access tokens are JWTs instead of opaque session ids.'),
  isIntrospectAllTokens: flag(false, "true: may introspect other apps' tokens."),
  isTokenExchangeEnabled: flag(false, 'Enables the token exchange flow; needs one of tokenExchangeHandlers.'),
  isSecretRequiredForTokenExchange: z
    .boolean()
    .optional()
    .describe(
      'true: a token is exchanged with client_secret only. Left out: false for a Connected App, true for an External Client App.',
    ),
  isCodeCredentialEnabled: flag(false, 'Enables the Authorization Code and Credentials flow.'),
  refreshTokenPolicy: z
    .string()
    .refine((policy) => readRefreshTokenPolicy(policy) !== undefined, {
      error: ({ input }) =>
        `'${input}' is not a refresh token policy: infinite, zero, specific_lifetime:N:UNIT or specific_inactivity:N:UNIT, UNIT being HOURS, DAYS or MONTHS`,
    })
    .optional()
    .describe(
      'infinite, zero, specific_lifetime:N:UNIT or specific_inactivity:N:UNIT; UNIT is HOURS, DAYS or MONTHS (30 days). Left out: infinite for a Connected App, specific_lifetime:365:DAYS for an External Client App.',
    ),
  ipRelaxation: z
    .enum(['ENFORCE', 'ENFORCE_RELAXREFRESH', 'BYPASS_2FACTOR', 'BYPASS'])
    .default('ENFORCE')
    .describe('How the IP ranges of profiles bind this app.'),
  ipRanges: ipRanges('Trusted addresses of the app.'),
  sessionPolicy: SessionPolicy.prefault({}).describe('Session policy.'),
  idToken: IdToken.prefault({}).describe('ID token settings.'),
  assetToken: AssetToken.optional().describe(
    'Asset token settings, which enable the asset token flow. Left out: none.',
  ),
  attributes: z.record(text(), z.string()).default({}).describe('Custom attributes: key to formula.'),
  state: z
    .enum(['installed', 'uninstalled', 'blocked'])
    .default('installed')
    .describe('As on the Connected Apps OAuth Usage page.'),
  distributionState: z
    .enum(['Local', 'Packaged'])
    .default('Local')
    .describe('External Client Apps: only a Packaged one may be used by another org.'),
});

const TokenExchangeHandler = z
  .strictObject({
    name: apiName().describe('Developer name: the value of `token_handler`.'),
    isEnabled: flag(true, 'false: as if it were not there.'),
    isDefault: flag(false, 'true: asked when `token_handler` is left out.'),
    apps: z.array(text()).default([]).describe('Names of the apps that may use it.'),
    tokenTypes: z
      .array(z.enum(['access_token', 'id_token', 'refresh_token', 'saml2', 'jwt']))
      .default(['access_token', 'id_token', 'refresh_token', 'saml2', 'jwt'])
      .describe('The kinds of `subject_token_type` that it takes.'),
    username: text()
      .optional()
      .describe(
        "Reads `subject_token` as a JWT and makes a username of its claims: a claim's name (`email`), or text around claims (`{sub}@acme.example`). `exp` and `nbf` count if they are there; the signature only with certificate or jwks. Left out: module says it.",
      ),
    certificate: text(1_000_000)
      .optional()
      .describe(
        'With username: the certificate that the JWT must be signed with: PEM, base64 DER, or a path relative to the seed file. Left out: none.',
      ),
    jwks: text(1_000_000)
      .optional()
      .describe(
        'With username: the JWK Set of whoever signs the JWT (RSA or EC keys), as JSON or as a path relative to the seed file. Left out: none.',
      ),
    module: text(4096)
      .optional()
      .describe(
        'A JavaScript or TypeScript module, relative to the seed file, that takes the place of the Apex handler: its default export is called with `{token, tokenType, claims, appName}` and returns the username, or a promise of it; whatever else it returns or throws refuses the token. Only seed files may name one. Left out: username says it.',
      ),
  })
  .superRefine(({ username, certificate, jwks, module }, { addIssue }) => {
    const complain = (message: string) => addIssue({ code: 'custom', message });
    if ((username === undefined) === (module === undefined)) complain('give either username or module');
    else if (module !== undefined && (certificate ?? jwks) !== undefined) {
      complain('certificate and jwks go with username: a module verifies for itself');
    } else if (certificate !== undefined && jwks !== undefined) complain('give either certificate or jwks');
  });

export const SeedSchema = z
  .strictObject({
    $schema: z
      .string()
      .optional()
      .describe('Where an editor finds this schema; nothing else reads it. Left out: none.'),
    org: Organization.prefault({}).describe('The org itself.'),
    profiles: z
      .array(Profile)
      .default([])
      .describe(
        'Profiles. System Administrator, Standard User and Minimum Access - API Only Integrations are in every org; naming one changes it.',
      ),
    permissionSets: z.array(PermissionSet).default([]).describe('Permission sets.'),
    permissionSetGroups: z
      .array(PermissionSetGroup)
      .default([])
      .describe('Permission set groups: whoever is assigned one has its permission sets.'),
    users: z
      .array(User)
      .optional()
      .describe('Users. Left out: one System Administrator, `admin@<my domain>.example`.'),
    apps: z
      .array(App)
      .optional()
      .describe(
        'Connected Apps and External Client Apps. PlatformCLI is in every org; naming it changes it. Left out: one app, `Integration`.',
      ),
    sites: z
      .array(Site)
      .refine((sites) => sites.filter(({ urlPathPrefix }) => urlPathPrefix === '').length <= 1, {
        error: 'has two sites at the root: give all but one a urlPathPrefix',
      })
      .default([])
      .describe('Experience Cloud sites.'),
    tokenExchangeHandlers: z
      .array(TokenExchangeHandler)
      .default([])
      .describe('Setup > Token Exchange Handlers: who says whose a foreign token is.'),
    projects: z
      .array(text(4096))
      .default([])
      .describe(
        'Salesforce DX projects, relative to the seed file: their apps, profiles, permission sets, settings and users join this org, and what the seed says of one of them counts first.',
      ),
  })
  .meta({
    title: 'fauxforce seed',
    description: 'One org of fauxforce. Anything left out takes its default.',
  });

/** What a seed file says, before defaults. */
export type SeedInput = z.input<typeof SeedSchema>;
/** A seed document that fits the schema, constant defaults filled in. */
export type Seed = z.output<typeof SeedSchema>;
export type SeedApp = z.output<typeof App>;
export type SeedUser = z.output<typeof User>;
export type SeedProfile = z.output<typeof Profile>;
export type SeedPermissionSet = z.output<typeof PermissionSet>;
export type SeedTokenExchangeHandler = z.output<typeof TokenExchangeHandler>;
export type SeedSite = z.output<typeof Site>;
