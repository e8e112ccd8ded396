/**
 * The seed document, whole: validation, types, the published JSON Schema and docs/seed.md all come from here.
 *
 * Names are the Metadata API's, flattened (wire facts, model.md 1 and 2). A description that ends in `Left out: ...`
 * names a default that is computed; constant ones are the schema's own.
 */
import { z } from 'zod';
import { isBase32 } from '../org/base32.ts';
import { readStandardScope } from '../org/scopes.ts';
import { isCorsOrigin, isSinglePath } from './fields.ts';
import { App } from './schema-app.ts';
import { CustomObject } from './schema-objects.ts';
import { PermissionSet, PermissionSetGroup, Profile } from './schema-permissions.ts';
import { IdentityProvider, SamlSso } from './schema-saml.ts';
import { TokenExchangeHandler } from './schema-token-exchange.ts';
import {
  apiName,
  flag,
  instant,
  ipRanges,
  localeName,
  minutes,
  recordId,
  text,
  timeZone,
} from './schema-words.ts';
import { DEFAULT_ORG_NAME } from './standards.ts';

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
  apiAccessControlForExternalUsers: flag(
    false,
    'API access control for customers and partners: only apps that are installed.',
  ),
  sessionTimeout: minutes().default(120).describe('Minutes until an idle access token dies.'),
  trustedIpRanges: ipRanges(
    'Setup > Network Access: addresses that are not asked for a security token. If there are any, a browser elsewhere is asked for a verification code.',
  ),
  enforceIpRangesEveryRequest: flag(
    false,
    'Session Settings > Enforce login IP ranges on every request: the API checks them too.',
  ),
  timezone: timeZone().describe("IANA name of the org's time zone: login hours are in it."),
  maxLoginAttempts: z
    .enum(['ThreeAttempts', 'FiveAttempts', 'TenAttempts', 'NoLimit'])
    .default('TenAttempts')
    .describe('Password Policies > Maximum invalid login attempts: so many in a row lock a user out.'),
  lockoutInterval: z
    .enum(['FifteenMinutes', 'ThirtyMinutes', 'SixtyMinutes', 'Forever'])
    .default('FifteenMinutes')
    .describe('Password Policies > Lockout effective period.'),
  loginsPerHour: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(3600)
    .describe("Log-ins of one user in a rolling hour; Salesforce's number is 3,600, and 0 means any number."),
  dailyApiRequests: z
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(15_000)
    .describe(
      "API calls that the org may make in 24 hours, on its clock; a Developer Edition's number is 15,000. Whoever makes more is told REQUEST_LIMIT_EXCEEDED.",
    ),
  sharedAccessTokens: flag(
    false,
    'Log-ins of one user and app with the same scopes share one access token while it lives, as observed of some orgs; a revoke by one ends it for the others. JWT access tokens are never shared.',
  ),
  refreshProcessingTime: z
    .int()
    .min(0)
    .max(4000)
    .default(25)
    .describe(
      'Milliseconds of real time that a refresh takes at least; meanwhile every other one of its token is told `token request is already being processed`. 0: it takes none, and who comes second has used the token again.',
    ),
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
  canOnlyLoginWithMyDomainUrl: flag(
    false,
    'Setup > My Domain > Prevent login from https://login.salesforce.com (https://test.salesforce.com in a sandbox): people log in on My Domain only, by its old instance host neither. On localhost both are one.',
  ),
  doesApiLoginRequireOrgDomain: flag(
    false,
    'Setup > My Domain > Prevent SOAP API login from https://login.salesforce.com (https://test.salesforce.com in a sandbox): the SOAP login() call works on My Domain only. OAuth is as before. On localhost both are one.',
  ),
  canCreateConnectedApps: flag(
    true,
    'Setup > External Client App Settings > Allow creation of connected apps: false, and Setup makes none. Seeds and the lab do.',
  ),
  newAppPropagationDelay: z
    .int()
    .min(0)
    .max(1440)
    .default(10)
    .describe(
      'Minutes on the clock until an app that was made or changed in Setup is known as it is; 0: at once. Seeds and the lab make and change apps at once.',
    ),
  samlSso: SamlSso.optional().describe(
    'Setup > Single Sign-On Settings: the SAML identity provider that logs users in, in the browser and by grant_type=assertion. Left out: none.',
  ),
  identityProvider: IdentityProvider.prefault({}).describe(
    'Setup > Identity Provider: the org as SAML identity provider of its apps.',
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
  cloud: z
    .enum(['commercial', 'gov', 'mil', 'china'])
    .default('commercial')
    .describe(
      "Which cloud the org is in, which names its hosts: My Domains of `gov` end in my.salesforce.com too, those of `mil` in my.salesforce.mil, those of `china` in my.sfcrmproducts.cn. Log-in hosts, sites and identity URLs are the cloud's. On localhost all are one.",
    ),
  signedUpFrom: text()
    .optional()
    .describe(
      'Of a scratch org: the Dev Hub that signed it up. Of a sandbox: the org it is a copy of. By id, name or My Domain; its Connected Apps, with their keys, are in this org too. Left out: none.',
    ),
  isActive: flag(true, 'false: expired, locked, suspended or deleted; nobody logs in.'),
  mandates: z
    .array(z.enum(['pkce', 'rotation', 'no-password', 'no-soap']))
    .default([])
    .describe(
      'What Salesforce will enforce some day, enforced now: PKCE in every code flow, refresh token rotation for every app, no username-password flow, no SOAP login.',
    ),
  settings: Settings.prefault({}).describe('Org-wide settings.'),
});

const CustomScope = z.strictObject({
  name: apiName()
    .refine((name) => readStandardScope(name) === undefined, {
      error: ({ input }) => `'${input}' is one of Salesforce's own scopes: give this one another name`,
    })
    .describe('What `scope` says.'),
  description: text()
    .optional()
    .describe('What the Allow Access page says. Left out: name with spaces for underscores.'),
  isPublic: flag(false, 'Whether OpenID Connect discovery lists it.'),
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
    .regex(/^[^@\s]+@[^@\s.]+\.[^@\s]+$/, {
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
  permissionSetExpirations: z
    .record(text(), instant())
    .optional()
    .describe(
      'ExpirationDate of assignments, by label or API name: `{ Order_Portal: 2026-01-31T00:00:00Z }`. Left out: none ends.',
    ),
  isActive: flag(true, 'User.IsActive.'),
  isFrozen: flag(false, 'UserLogin.IsFrozen.'),
  isLocked: flag(false, 'UserLogin.IsPasswordLocked.'),
  isPasswordExpired: flag(
    false,
    'The password has expired: the log-in page and sessions that rest on it refuse.',
  ),
  totpSecret: text()
    .refine(isBase32, {
      error: 'is not base32: the letters A to Z and the digits 2 to 7, as an authenticator app takes them',
    })
    .optional()
    .describe(
      "Base32 secret of the user's authenticator app, which the page Verify Your Identity asks for codes. Left out: the user has none, and codes are mailed to the outbox; MFA for API log-ins takes codes of a secret derived from username.",
    ),
  timezone: timeZone().describe('IANA name.'),
  locale: localeName().default('en_US').describe('LocaleSidKey.'),
  language: localeName().default('en_US').describe('LanguageLocaleKey.'),
  phone: text(40).optional().describe('Phone number. Left out: none.'),
  address: Address.prefault({}).describe('Postal address.'),
  federationId: text(512)
    .optional()
    .describe('FederationIdentifier, unique in the org; its case counts. Left out: none.'),
  userType: z
    .enum(['STANDARD', 'POWER_CUSTOMER_SUCCESS', 'CUSTOMER_SUCCESS', 'POWER_PARTNER', 'CSP_LITE_PORTAL'])
    .default('STANDARD')
    .describe('As the identity URL reports it.'),
  lastModified: instant()
    .default('2024-01-01T00:00:00Z')
    .describe('LastModifiedDate: `updated_at` of userinfo.'),
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
    customScopes: z
      .array(CustomScope)
      .default([])
      .describe(
        'Setup > OAuth Custom Scopes. Apps are assigned them under `scopes`, and get those that they name; JWT bearer of a pre-authorized user names none and gets all.',
      ),
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
        error: 'two are at the root: give all but one a urlPathPrefix',
      })
      .default([])
      .describe('Experience Cloud sites.'),
    tokenExchangeHandlers: z
      .array(TokenExchangeHandler)
      .default([])
      .describe('Setup > Token Exchange Handlers: who says whose a foreign token is.'),
    objects: z
      .record(text(80), CustomObject)
      .default({})
      .describe(
        "The org's own objects, by API name, and fields of its own in Account, Case, Contact, Event, Lead, Opportunity and Task: `{ Invoice__c: { fields: { … } }, Account: { fields: { Tier__c: { type: Text } } } }`.",
      ),
    records: z
      .record(text(), z.array(z.record(z.string(), z.unknown())))
      .default({})
      .describe(
        'Records, by object: `{ Account: [{ ref: acme, Name: Acme }], Contact: [{ LastName: Byron, AccountId: "@acme" }] }`. They are made when the org is. `ref` names one, and `@` with that name leads to it in a field that is a reference; a text that begins with `@@` begins with one `@`. Children may stand in their parent: `Contacts: { records: [{ LastName: Byron }] }`. A seed file may name files that `sf data export tree` has written instead, plans too: `./data/*.json`, or a list of paths.',
      ),
    projects: z
      .array(text(4096))
      .default([])
      .describe(
        'Salesforce DX projects, relative to the seed file: their apps, profiles, permission sets, objects, settings and users join this org, and what the seed says of one of them counts first.',
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
export type SeedPermissionSetGroup = z.output<typeof PermissionSetGroup>;
export type SeedCustomScope = z.output<typeof CustomScope>;
export type SeedTokenExchangeHandler = z.output<typeof TokenExchangeHandler>;
export type SeedSite = z.output<typeof Site>;
