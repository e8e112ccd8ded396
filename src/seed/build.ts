/** A seed document that has passed every check -> an org with nothing left out. Defaults: wire facts, model.md 1.2 to 1.4, 2.5. */

import type { RefreshTokenPolicy } from '../org/app-settings.ts';
import { withKeyPrefixes } from '../org/custom-objects.ts';
import {
  derivedConsumerKey,
  derivedConsumerSecret,
  derivedId,
  derivedPassword,
  derivedSecurityToken,
  derivedTotpSecret,
  type IdPrefix,
  id18,
} from '../org/ids.ts';
import type {
  App,
  EarlierApp,
  MandatedSetting,
  Org,
  OrgSettings,
  PermissionSet,
  PermissionSetGroup,
  Profile,
  Site,
  User,
} from '../org/model.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import type { IdentityProvider, SamlSso } from '../org/saml.ts';
import { type CustomScope, scopesNamed } from '../org/scopes.ts';
import type { TokenExchangeHandler, TokenMapping } from '../org/token-exchange-handler.ts';
import type { Pems } from './certificates.ts';
import { readRefreshTokenPolicy } from './fields.ts';
import { labelFor, Names, profileName } from './names.ts';
import type {
  Seed,
  SeedApp,
  SeedCustomScope,
  SeedPermissionSet,
  SeedPermissionSetGroup,
  SeedProfile,
  SeedSite,
  SeedTokenExchangeHandler,
  SeedUser,
} from './schema.ts';
import { orgIdentity } from './standards.ts';

/** Default refresh token policy of each kind of app (model.md 1.3 and 2.5). */
const REFRESH_TOKEN_POLICY = {
  connectedApp: 'infinite',
  externalClientApp: 'specific_lifetime:365:DAYS',
} as const;

/** The names of one document, by which references to them are resolved. */
interface Context {
  readonly orgId: string;
  readonly profiles: Names;
  readonly permissionSets: Names;
  readonly groups: Names;
  readonly customScopes: readonly CustomScope[];
}

/**
 * Builds the org of a document that fits the schema.
 *
 * @param pems the certificates and keys that it says, read
 * @param mappings of the token exchange handlers, in the document's order
 */
export function buildOrg(seed: Seed, pems: Pems, mappings: readonly TokenMapping[]): Org {
  const { id: orgId, name, myDomain } = orgIdentity(seed);
  const context = {
    orgId,
    profiles: new Names(seed, 'profiles'),
    permissionSets: new Names(seed, 'permissionSets'),
    groups: new Names(seed, 'permissionSetGroups'),
    customScopes: seed.customScopes.map(buildCustomScope),
  };
  return {
    id: orgId,
    name,
    myDomain,
    type: seed.org.type,
    cloud: seed.org.cloud,
    signedUpFrom: seed.org.signedUpFrom === undefined ? undefined : id18(seed.org.signedUpFrom),
    isActive: seed.org.isActive,
    mandates: seed.org.mandates,
    forced: forcedByMandates(seed),
    settings: buildSettings(seed, pems),
    profiles: seed.profiles.map((profile) => buildProfile(profile, orgId)),
    permissionSets: seed.permissionSets.map((set) => buildPermissionSet(set, orgId)),
    permissionSetGroups: seed.permissionSetGroups.map((group) => buildGroup(group, context)),
    customScopes: context.customScopes,
    users: (seed.users ?? []).map((user) => buildUser(user, context)),
    apps: (seed.apps ?? [])
      .map((app, i) => buildApp(app, (name) => pems.get(`apps[${i}].${name}`), context))
      .map(underMandates(seed)),
    deletedExternalApps: [],
    sites: seed.sites.map((site) => buildSite(site, context)),
    tokenExchangeHandlers: mappings.flatMap((mapping, i) => {
      const handler = seed.tokenExchangeHandlers[i];
      return handler ? [buildHandler(handler, mapping)] : [];
    }),
    ...(Object.keys(seed.objects).length > 0 && { objects: withKeyPrefixes(seed.objects) }),
  };
}

const MINUTES = { FifteenMinutes: 15, ThirtyMinutes: 30, SixtyMinutes: 60, Forever: undefined } as const;
const ATTEMPTS = { ThreeAttempts: 3, FiveAttempts: 5, TenAttempts: 10, NoLimit: undefined } as const;

function buildSettings(seed: Seed, pems: Pems): OrgSettings {
  const { settings, mandates } = seed.org;
  return {
    ...settings,
    allowUsernamePasswordFlow: settings.allowUsernamePasswordFlow && !mandates.includes('no-password'),
    allowSoapLogin: settings.allowSoapLogin && !mandates.includes('no-soap'),
    isPkceRequired: settings.isPkceRequired || mandates.includes('pkce'),
    maxLoginAttempts: ATTEMPTS[settings.maxLoginAttempts],
    lockoutInterval: MINUTES[settings.lockoutInterval],
    samlSso: buildSamlSso(seed, pems),
    identityProvider: buildIdentityProvider(seed, pems),
  };
}

function forcedByMandates({ org, apps = [] }: Seed): Org['forced'] {
  const { mandates, settings } = org;
  const isForced = {
    allowUsernamePasswordFlow: settings.allowUsernamePasswordFlow && mandates.includes('no-password'),
    allowSoapLogin: settings.allowSoapLogin && mandates.includes('no-soap'),
    isPkceRequired: !settings.isPkceRequired && mandates.includes('pkce'),
  };
  const rotating = mandates.includes('rotation')
    ? apps.filter(({ isRefreshTokenRotationEnabled }) => !isRefreshTokenRotationEnabled)
    : [];
  return {
    settings: (Object.keys(isForced) as MandatedSetting[]).filter((name) => isForced[name]),
    apps: rotating.map(({ name }) => name),
  };
}

function underMandates({ org }: Seed): (app: App) => App {
  if (!org.mandates.includes('rotation')) return (app) => app;
  return (app) => ({ ...app, isRefreshTokenRotationEnabled: true });
}

function buildSamlSso(seed: Seed, pems: Pems): SamlSso | undefined {
  const { samlSso } = seed.org.settings;
  const certificate = pems.get('org.settings.samlSso.certificate');
  return samlSso && { ...samlSso, certificate: certificate ?? samlSso.certificate };
}

function buildIdentityProvider(seed: Seed, pems: Pems): IdentityProvider {
  const certificate = pems.get('org.settings.identityProvider.certificate');
  const privateKey = pems.get('org.settings.identityProvider.privateKey');
  const { enabled } = seed.org.settings.identityProvider;
  return { enabled, ...(certificate && privateKey && { certificate, privateKey }) };
}

function buildProfile(seed: SeedProfile, orgId: string): Profile {
  const name = profileName(seed.name);
  return {
    ...seed,
    id: recordId('00e', seed.id, orgId, name),
    name,
    loginHours: seed.loginHours && withoutUndefined(seed.loginHours),
    sessionTimeout: seed.sessionTimeout || undefined,
    requiredSessionLevel: seed.requiredSessionLevel,
  };
}

function buildPermissionSet(seed: SeedPermissionSet, orgId: string): PermissionSet {
  return {
    ...seed,
    id: recordId('0PS', seed.id, orgId, seed.name),
    label: seed.label ?? labelFor(seed.name),
  };
}

function buildGroup(seed: SeedPermissionSetGroup, { permissionSets }: Context): PermissionSetGroup {
  return {
    ...seed,
    label: seed.label ?? labelFor(seed.name),
    permissionSets: seed.permissionSets.map((name) => permissionSets.find(name) ?? name),
  };
}

function buildCustomScope({ name, description, isPublic }: SeedCustomScope): CustomScope {
  return { name, description: description ?? labelFor(name), isPublic };
}

function buildUser(seed: SeedUser, context: Context): User {
  const { orgId, profiles } = context;
  const { username } = seed;
  const localPart = username.slice(0, username.indexOf('@'));
  const lastName = seed.lastName ?? localPart.charAt(0).toUpperCase() + localPart.slice(1);
  return {
    ...seed,
    id: recordId('005', seed.id, orgId, username.toLowerCase()),
    password: seed.password ?? derivedPassword(username),
    securityToken: seed.securityToken ?? derivedSecurityToken(username),
    totpSecret: seed.totpSecret ?? derivedTotpSecret(username),
    hasAuthenticator: seed.totpSecret !== undefined,
    email: seed.email ?? username,
    firstName: seed.firstName,
    lastName,
    nickname: seed.nickname ?? localPart,
    alias: seed.alias ?? `${(seed.firstName ?? '').slice(0, 1)}${lastName.slice(0, 4)}`.toLowerCase(),
    profile: profiles.find(seed.profile) ?? seed.profile,
    permissionSets: seed.permissionSets.map((name) => nameAssigned(name, context)),
    permissionSetExpirations:
      seed.permissionSetExpirations && byAssigned(seed.permissionSetExpirations, context),
    phone: seed.phone,
    address: withoutUndefined(seed.address),
    federationId: seed.federationId,
  };
}

/**
 * The API name of a permission set or a group that is named by API name or label. API names are looked up before labels: a
 * document written from an org has API names, and must give the same org again.
 */
function nameAssigned(name: string, { permissionSets, groups }: Context): string {
  if (permissionSets.known.includes(name) || groups.known.includes(name)) return name;
  return permissionSets.find(name) ?? groups.find(name) ?? name;
}

function byAssigned(fields: Readonly<Record<string, string>>, context: Context): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [nameAssigned(name, context), value]),
  );
}

function buildSite(seed: SeedSite, { orgId, profiles, permissionSets }: Context): Site {
  return {
    ...seed,
    id: recordId('0DB', seed.id, orgId, seed.name),
    profiles: seed.profiles.map((name) => profiles.find(name) ?? name),
    permissionSets: seed.permissionSets.map((name) => permissionSets.find(name) ?? name),
  };
}

function buildApp(
  seed: SeedApp,
  pemAt: (name: string) => string | undefined,
  { orgId, profiles, permissionSets, customScopes }: Context,
): App {
  const isExternal = seed.kind === 'externalClientApp';
  const consumerKey = seed.consumerKey ?? derivedConsumerKey(orgId, seed.name);
  const { sessionTimeout, sessionLevel, policyAction } = seed.sessionPolicy;
  return {
    ...seed,
    id: recordId('0H4', seed.id, orgId, seed.name),
    orgId,
    label: seed.label ?? labelFor(seed.name),
    consumerKey,
    consumerSecret:
      seed.consumerSecret ?? (consumerKey === PLATFORM_CLI ? '' : derivedConsumerSecret(orgId, seed.name)),
    scopes: scopesNamed(seed.scopes, customScopes),
    certificate: pemAt('certificate'),
    saml: seed.saml && { ...seed.saml, ...samlPems(pemAt) },
    profiles: seed.profiles.map((name) => profiles.find(name) ?? name),
    permissionSets: seed.permissionSets.map((name) => permissionSets.find(name) ?? name),
    initialAccessToken: seed.initialAccessToken,
    singleLogoutUrl: seed.singleLogoutUrl,
    stagedConsumer: seed.stagedConsumer,
    description: seed.description,
    logoUrl: seed.logoUrl,
    contactEmail: seed.contactEmail,
    contactPhone: seed.contactPhone,
    iconUrl: seed.iconUrl,
    infoUrl: seed.infoUrl,
    startUrl: seed.startUrl,
    mobileStartUrl: seed.mobileStartUrl,
    mobilePolicy: seed.mobilePolicy,
    parentConsumerKey: undefined,
    earlier: seed.earlier && buildEarlier(seed.earlier, customScopes),
    createdAt: seed.createdAt === undefined ? undefined : Date.parse(seed.createdAt),
    isPkceRequired: seed.isPkceRequired ?? isExternal,
    isSecretRequiredForTokenExchange: seed.isSecretRequiredForTokenExchange ?? isExternal,
    assetToken: seed.assetToken,
    clientCredentialUser: seed.clientCredentialUser,
    isDeviceFlowEnabled: seed.isDeviceFlowEnabled ?? seed.callbackUrls.some(isDeviceCallback),
    refreshTokenPolicy: policyOf(seed),
    sessionPolicy: {
      sessionTimeout,
      sessionLevel: sessionLevel ?? (isExternal ? 'STANDARD' : undefined),
      policyAction,
    },
  };
}

function samlPems(pemAt: (name: string) => string | undefined) {
  return withoutUndefined({
    certificate: pemAt('saml.certificate'),
    encryptionCertificate: pemAt('saml.encryptionCertificate'),
  });
}

function buildEarlier(
  { until, ...fields }: NonNullable<SeedApp['earlier']>,
  customScopes: readonly CustomScope[],
): EarlierApp {
  const { scopes, ...others } = withoutUndefined(fields);
  return {
    until: Date.parse(until),
    fields: { ...others, ...(scopes && { scopes: scopesNamed(scopes, customScopes) }) },
  };
}

function buildHandler(seed: SeedTokenExchangeHandler, mapping: TokenMapping): TokenExchangeHandler {
  const { name, isEnabled, isDefault, apps, tokenTypes } = seed;
  return { name, isEnabled, isDefault, apps, tokenTypes, mapping };
}

/** Setup fills this callback in when Enable for Device Flow is ticked (model.md 1.2). */
function isDeviceCallback(url: string): boolean {
  return url.endsWith('/services/oauth2/success');
}

function policyOf({ refreshTokenPolicy, kind }: SeedApp): RefreshTokenPolicy {
  return readRefreshTokenPolicy(refreshTokenPolicy ?? REFRESH_TOKEN_POLICY[kind]) ?? { kind: 'infinite' };
}

function recordId(prefix: IdPrefix, id: string | undefined, orgId: string, name: string): string {
  return id === undefined ? derivedId(prefix, orgId, name) : id18(id);
}

type Defined<Shape> = { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };

function withoutUndefined<Shape extends object>(fields: Shape): Defined<Shape> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Shape>;
}
