/**
 * What an org is, once read: Salesforce's own records, flattened, every default filled in.
 *
 * Seeds are parsed into these types and nothing else builds them. Both kinds of app share one shape
 * (wire facts, model.md 6.4). Sources of each field: model.md 1 (Connected App), 2 (External Client App), 4 (policies).
 */
import type { Scope } from './scopes.ts';

export interface Org {
  /** 18 characters, prefix 00D. */
  readonly id: string;
  readonly name: string;
  /** `acme` in `acme.my.salesforce.com`. */
  readonly myDomain: string;
  readonly type: OrgType;
  readonly settings: OrgSettings;
  readonly profiles: readonly Profile[];
  readonly permissionSets: readonly PermissionSet[];
  readonly users: readonly User[];
  readonly apps: readonly App[];
}

export type OrgType = 'production' | 'developer' | 'sandbox' | 'scratch';

export interface OrgSettings {
  readonly allowUsernamePasswordFlow: boolean;
  readonly allowUserAgentFlow: boolean;
  readonly allowSoapLogin: boolean;
  /** Setup > OAuth and OpenID Connect Settings > Require PKCE: for every code flow of the org. */
  readonly isPkceRequired: boolean;
  readonly allowCodeAndCredentialsFlow: boolean;
  readonly apiAccessControl: boolean;
  /** Minutes. */
  readonly sessionTimeout: number;
  readonly trustedIpRanges: readonly IpRange[];
}

export interface IpRange {
  readonly start: string;
  readonly end: string;
}

export interface Profile {
  /** 18 characters, prefix 00e. */
  readonly id: string;
  /** The name Setup shows. */
  readonly name: string;
  readonly apiEnabled: boolean;
  readonly apiUserOnly: boolean;
  readonly approveUninstalledConnectedApps: boolean;
  readonly loginIpRanges: readonly IpRange[];
  readonly loginHours: LoginHours | undefined;
  /** Minutes; undefined means the org's. */
  readonly sessionTimeout: number | undefined;
}

/** Minutes after midnight, in the org's time zone; a day left out is open all day, equal start and end is closed. */
export type LoginHours = Readonly<Partial<Record<Weekday, { readonly start: number; readonly end: number }>>>;
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

export interface PermissionSet {
  /** 18 characters, prefix 0PS. */
  readonly id: string;
  /** API name. */
  readonly name: string;
  readonly label: string;
  readonly customPermissions: readonly string[];
}

export interface User {
  /** 18 characters, prefix 005. */
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
  readonly email: string;
  readonly firstName: string | undefined;
  readonly lastName: string;
  readonly nickname: string;
  readonly alias: string;
  /** Name of a profile of the same org. */
  readonly profile: string;
  /** API names of permission sets of the same org. */
  readonly permissionSets: readonly string[];
  readonly isActive: boolean;
  readonly isFrozen: boolean;
  readonly isLocked: boolean;
  /** IANA name. */
  readonly timezone: string;
  readonly locale: string;
  readonly language: string;
  readonly phone: string | undefined;
  readonly address: Address;
  readonly federationId: string | undefined;
  readonly userType:
    | 'STANDARD'
    | 'POWER_CUSTOMER_SUCCESS'
    | 'CUSTOMER_SUCCESS'
    | 'POWER_PARTNER'
    | 'CSP_LITE_PORTAL';
  /** ISO instant of the last change of the record, without milliseconds. */
  readonly lastModified: string;
}

export interface Address {
  readonly street?: string;
  readonly city?: string;
  readonly state?: string;
  readonly country?: string;
  readonly postalCode?: string;
}

export interface App {
  readonly kind: 'connectedApp' | 'externalClientApp';
  /** 18 characters, prefix 0H4. */
  readonly id: string;
  /** The org that defines it. */
  readonly orgId: string;
  readonly name: string;
  readonly label: string;
  readonly consumerKey: string;
  /** Empty for a public client such as PlatformCLI. */
  readonly consumerSecret: string;
  readonly callbackUrls: readonly string[];
  readonly scopes: readonly Scope[];
  /** PEM. Its presence enables the JWT bearer flow. */
  readonly certificate: string | undefined;
  readonly isAdminApproved: boolean;
  /** Names of the profiles that are pre-authorized. */
  readonly profiles: readonly string[];
  /** API names of the permission sets that are pre-authorized. */
  readonly permissionSets: readonly string[];
  readonly isPkceRequired: boolean;
  readonly isConsumerSecretOptional: boolean;
  readonly isSecretRequiredForRefreshToken: boolean;
  readonly isRefreshTokenRotationEnabled: boolean;
  readonly isClientCredentialEnabled: boolean;
  /** Username of the run-as user. */
  readonly clientCredentialUser: string | undefined;
  readonly isDeviceFlowEnabled: boolean;
  readonly isNamedUserJwtEnabled: boolean;
  readonly isIntrospectAllTokens: boolean;
  readonly isTokenExchangeEnabled: boolean;
  readonly isCodeCredentialEnabled: boolean;
  readonly refreshTokenPolicy: RefreshTokenPolicy;
  readonly ipRelaxation: 'ENFORCE' | 'ENFORCE_RELAXREFRESH' | 'BYPASS_2FACTOR' | 'BYPASS';
  readonly ipRanges: readonly IpRange[];
  readonly sessionPolicy: SessionPolicy;
  readonly idToken: IdTokenSettings;
  /** Custom attributes: key -> formula. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly state: 'installed' | 'uninstalled' | 'blocked';
  /** External Client Apps: only a Packaged one may be used by another org. */
  readonly distributionState: 'Local' | 'Packaged';
}

/** Evaluated only when a refresh token is used (model.md 4.3). Periods in milliseconds. */
export type RefreshTokenPolicy =
  | { readonly kind: 'infinite' }
  | { readonly kind: 'zero' }
  | { readonly kind: 'specific_lifetime'; readonly period: number }
  | { readonly kind: 'specific_inactivity'; readonly period: number };

export interface SessionPolicy {
  /** Minutes; undefined means the profile's, then the org's. */
  readonly sessionTimeout: number | undefined;
  readonly sessionLevel: 'LOW' | 'STANDARD' | 'HIGH_ASSURANCE' | undefined;
  readonly policyAction: 'Block' | 'RaiseSessionLevel' | undefined;
}

export interface IdTokenSettings {
  /** Minutes, 1 to 720; Salesforce's default is 2. */
  readonly validity: number;
  readonly audiences: readonly string[];
  readonly includeStandardClaims: boolean;
  readonly includeAttributes: boolean;
  readonly includeCustomPermissions: boolean;
}
