/**
 * What an org is, once read: Salesforce's own records, flattened, every default filled in.
 *
 * Seeds are parsed into these types and nothing else builds them. Both kinds of app share one shape
 * (wire facts, model.md 6.4). Sources of each field: model.md 1 (Connected App), 2 (External Client App), 4 (policies).
 */
import type {
  AssetTokenSettings,
  IdTokenSettings,
  MobilePolicy,
  RefreshTokenPolicy,
  SessionPolicy,
} from './app-settings.ts';
import type { CustomObjects } from './custom-objects.ts';
import type { AppSaml, IdentityProvider, SamlSso } from './saml.ts';
import type { CustomScope, Scope } from './scopes.ts';
import type { TokenExchangeHandler } from './token-exchange-handler.ts';

export interface Org {
  /** 18 characters, prefix 00D. */
  readonly id: string;
  readonly name: string;
  /** `acme` in `acme.my.salesforce.com`. */
  readonly myDomain: string;
  readonly type: OrgType;
  readonly cloud: OrgCloud;
  /** Id of the Dev Hub that signed up this scratch org, or of the org this sandbox is a copy of: its Connected Apps are here too. */
  readonly signedUpFrom: string | undefined;
  /** False: expired, locked, suspended or deleted. */
  readonly isActive: boolean;
  /** What Salesforce will enforce some day, enforced now; the settings below say so already. */
  readonly mandates: readonly Mandate[];
  /** What they turned over: settings that were written otherwise, and names of apps that would not rotate refresh tokens. */
  readonly forced: { readonly settings: readonly MandatedSetting[]; readonly apps: readonly string[] };
  readonly settings: OrgSettings;
  readonly profiles: readonly Profile[];
  readonly permissionSets: readonly PermissionSet[];
  readonly permissionSetGroups: readonly PermissionSetGroup[];
  readonly customScopes: readonly CustomScope[];
  readonly users: readonly User[];
  readonly apps: readonly App[];
  /** Consumer keys of External Client Apps that were deleted, the newest last: a refresh is told so (token.md 6). */
  readonly deletedExternalApps: readonly string[];
  readonly sites: readonly Site[];
  readonly tokenExchangeHandlers: readonly TokenExchangeHandler[];
  /** Its own objects, and what it adds to Salesforce's. Left out: nothing. The same value as long as nothing of it changes. */
  readonly objects?: CustomObjects;
  /**
   * What its seed says of records: they are made when the org is, and are in the store from then on. A function: they are known to be
   * well, and are made when somebody first asks for records. Left out: nothing.
   */
  readonly seedRecords?: SeedRecords | (() => SeedRecords);
}

/** Records as a seed has them. */
export interface SeedRecords {
  /** Fields and their values, by object. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Where a part of them was written; the path begins with `records`. */
  place(path: readonly (string | number)[]): {
    readonly file: string | undefined;
    readonly line: number | undefined;
    readonly column: number | undefined;
    readonly path: string;
  };
}

export type OrgType = 'production' | 'developer' | 'sandbox' | 'scratch';

/** Which of Salesforce's clouds an org is in, which decides what its hosts are called (clouds.ts). */
export type OrgCloud = 'commercial' | 'gov' | 'mil' | 'china';

export type Mandate = 'pkce' | 'rotation' | 'no-password' | 'no-soap';

/** Settings that a mandate may turn over. */
export type MandatedSetting = 'allowUsernamePasswordFlow' | 'allowSoapLogin' | 'isPkceRequired';

export interface OrgSettings {
  readonly allowUsernamePasswordFlow: boolean;
  readonly allowUserAgentFlow: boolean;
  readonly allowSoapLogin: boolean;
  /** Setup > OAuth and OpenID Connect Settings > Require PKCE: for every code flow of the org. */
  readonly isPkceRequired: boolean;
  readonly allowCodeAndCredentialsFlow: boolean;
  readonly apiAccessControl: boolean;
  readonly apiAccessControlForExternalUsers: boolean;
  /** Minutes. */
  readonly sessionTimeout: number;
  readonly trustedIpRanges: readonly IpRange[];
  /** Session Settings > Enforce login IP ranges on every request. */
  readonly enforceIpRangesEveryRequest: boolean;
  /** IANA name: login hours are in it. */
  readonly timezone: string;
  /** Wrong passwords in a row that lock a user out; undefined: no number does. */
  readonly maxLoginAttempts: number | undefined;
  /** Minutes that a user stays locked out; undefined: until an admin unlocks them. */
  readonly lockoutInterval: number | undefined;
  /** Log-ins of a user in a rolling hour; 0: any number. */
  readonly loginsPerHour: number;
  /** API calls that the org may make in 24 hours: DailyApiRequests of `/limits`. */
  readonly dailyApiRequests: number;
  /** Whether log-ins of a user and app share one opaque access token. */
  readonly sharedAccessTokens: boolean;
  /** Milliseconds of real time that a refresh takes at least, while others of its token are refused; 0: no time. */
  readonly refreshProcessingTime: number;
  /** Setup > CORS: origins such as `https://app.example` or `https://*.app.example`. */
  readonly corsAllowedOrigins: readonly string[];
  /** Setup > CORS > Enable CORS for OAuth endpoints. */
  readonly enableOauthCors: boolean;
  /** Setup > External Client App Settings > Allow creation of connected apps. */
  readonly canCreateConnectedApps: boolean;
  /** Minutes until an app that was made or changed in Setup is known as it is. */
  readonly newAppPropagationDelay: number;
  readonly samlSso: SamlSso | undefined;
  readonly identityProvider: IdentityProvider;
  /** Setup > My Domain > Prevent login from login.salesforce.com, or test.salesforce.com. */
  readonly canOnlyLoginWithMyDomainUrl: boolean;
  /** Setup > My Domain > Prevent SOAP API login from there. Both are read by `demandsMyDomain` of policies/user-hosts.ts. */
  readonly doesApiLoginRequireOrgDomain: boolean;
}

export interface IpRange {
  readonly start: string;
  readonly end: string;
}

/** The user permissions that decide about log-ins (model.md 4.5, 4.7), about data (rest-data.md 9) and about Setup (setup-pages.md 6, 16). */
export interface UserPermissions {
  readonly apiEnabled: boolean;
  readonly apiUserOnly: boolean;
  readonly approveUninstalledConnectedApps: boolean;
  readonly assignPermissionSets: boolean;
  readonly customizeApplication: boolean;
  readonly manageConnectedApps: boolean;
  readonly manageProfilesPermissionsets: boolean;
  readonly manageUsers: boolean;
  readonly modifyAllData: boolean;
  /** Allow consumer key and secret rotation. */
  readonly rotateConsumerDetails: boolean;
  /** Multi-Factor Authentication for API Logins. */
  readonly twoFactorApi: boolean;
  readonly useAnyApiClient: boolean;
  readonly viewAllData: boolean;
  readonly viewSetup: boolean;
}

export type ObjectPermission = 'read' | 'create' | 'edit' | 'delete' | 'viewAll' | 'modifyAll';
export type FieldPermission = 'read' | 'edit';

/** What profiles and permission sets say of records. */
export interface DataPermissions {
  /** By the object's name. */
  readonly objectPermissions: Readonly<Record<string, readonly ObjectPermission[]>>;
  /** By the names of object and field: `Account.AnnualRevenue`. */
  readonly fieldPermissions: Readonly<Record<string, readonly FieldPermission[]>>;
}

/** What it says nothing of has the default of the profile: data/access.ts. */
export interface Profile extends UserPermissions, DataPermissions {
  /** 18 characters, prefix 00e. */
  readonly id: string;
  /** The name Setup shows. */
  readonly name: string;
  readonly loginIpRanges: readonly IpRange[];
  readonly loginHours: LoginHours | undefined;
  /** Minutes; undefined means the org's. */
  readonly sessionTimeout: number | undefined;
  /** Of the session that a log-in begins. */
  readonly requiredSessionLevel: 'LOW' | 'STANDARD' | 'HIGH_ASSURANCE' | undefined;
}

/** Minutes after midnight, in the org's time zone; a day left out is open all day, equal start and end is closed. */
export type LoginHours = Readonly<Partial<Record<Weekday, { readonly start: number; readonly end: number }>>>;
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** What permission sets grant, and muting permission sets take away. */
export interface Permissions extends UserPermissions, DataPermissions {
  /** API names. */
  readonly customPermissions: readonly string[];
}

export interface PermissionSet extends Permissions {
  /** 18 characters, prefix 0PS. */
  readonly id: string;
  /** API name. */
  readonly name: string;
  readonly label: string;
}

export interface PermissionSetGroup {
  /** API name. */
  readonly name: string;
  readonly label: string;
  /** API names of permission sets of the same org. */
  readonly permissionSets: readonly string[];
  /** Granted to nobody through this group. */
  readonly muted: Permissions;
}

/** An Experience Cloud site (Network), whose members log in at an address of its own (token.md 1.1). */
export interface Site {
  /** Network id: 18 characters, prefix 0DB. */
  readonly id: string;
  readonly name: string;
  /** `partners` in acme.my.site.com/partners; empty for the site at the root. */
  readonly urlPathPrefix: string;
  /** Names of the profiles whose users are members. */
  readonly profiles: readonly string[];
  /** API names of the permission sets whose users are members. */
  readonly permissionSets: readonly string[];
}

export interface User {
  /** 18 characters, prefix 005. */
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
  /** Base32: what the user's authenticator app was given, or would be. */
  readonly totpSecret: string;
  /** Whether they have one: they verify who they are with its codes, and others with codes that are mailed. */
  readonly hasAuthenticator: boolean;
  readonly isPasswordExpired: boolean;
  readonly email: string;
  readonly firstName: string | undefined;
  readonly lastName: string;
  readonly nickname: string;
  readonly alias: string;
  /** Name of a profile of the same org. */
  readonly profile: string;
  /** API names of the permission sets and permission set groups assigned: ./permissions.ts says what that amounts to. */
  readonly permissionSets: readonly string[];
  /** PermissionSetAssignment.ExpirationDate by the same names: ISO instants, from which on an assignment counts no longer. */
  readonly permissionSetExpirations?: Readonly<Record<string, string>> | undefined;
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
  /** On the Allow Access page, as the logo is. */
  readonly description: string | undefined;
  readonly logoUrl: string | undefined;
  /** Only Setup shows these four. */
  readonly contactEmail: string | undefined;
  readonly contactPhone: string | undefined;
  readonly iconUrl: string | undefined;
  readonly infoUrl: string | undefined;
  /** Where the App Launcher leads, and where users are after single sign-on from there. */
  readonly startUrl: string | undefined;
  readonly mobileStartUrl: string | undefined;
  readonly consumerKey: string;
  /** Empty for a public client such as PlatformCLI. */
  readonly consumerSecret: string;
  /** Manage Consumer Details: the pair that takes the place of the other one when it is applied; nobody may use it before. */
  readonly stagedConsumer: { readonly consumerKey: string; readonly consumerSecret: string } | undefined;
  readonly callbackUrls: readonly string[];
  readonly scopes: readonly Scope[];
  /** PEM. Its presence enables the JWT bearer flow. */
  readonly certificate: string | undefined;
  readonly isAdminApproved: boolean;
  /** Names of the profiles that are pre-authorized. */
  readonly profiles: readonly string[];
  /** API names of the permission sets that are pre-authorized. */
  readonly permissionSets: readonly string[];
  /** Who sends it may register apps (identity-and-resources.md 5). */
  readonly initialAccessToken: string | undefined;
  /** Called in the browser when a user who logged in to the app logs out (identity-and-resources.md 6). */
  readonly singleLogoutUrl: string | undefined;
  /** The app that registered this one: it may introspect its tokens. */
  readonly parentConsumerKey: string | undefined;
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
  readonly isSecretRequiredForTokenExchange: boolean;
  readonly isCodeCredentialEnabled: boolean;
  /** That flow takes credentials in the body only, not in a Basic header. */
  readonly isCodeCredentialPostOnly: boolean;
  /** That flow admits guests of a site, to apps that issue JWT access tokens. */
  readonly isGuestCodeCredFlowEnabled: boolean;
  readonly refreshTokenPolicy: RefreshTokenPolicy;
  readonly ipRelaxation: 'ENFORCE' | 'ENFORCE_RELAXREFRESH' | 'BYPASS_2FACTOR' | 'BYPASS';
  readonly ipRanges: readonly IpRange[];
  readonly sessionPolicy: SessionPolicy;
  readonly idToken: IdTokenSettings;
  /** Its presence enables the asset token flow. */
  readonly assetToken: AssetTokenSettings | undefined;
  /** Told to mobile apps by the identity document. */
  readonly mobilePolicy: MobilePolicy | undefined;
  readonly pushServices: readonly ('apple' | 'androidGcm')[];
  /** Its presence makes the app a SAML service provider. */
  readonly saml: AppSaml | undefined;
  /** Custom attributes: key -> formula. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly state: 'installed' | 'uninstalled' | 'blocked';
  /** External Client Apps: the switch of the app, and that of its OAuth plugin. */
  readonly isEnabled: boolean;
  readonly isOauthPluginEnabled: boolean;
  /** Milliseconds since the epoch; undefined: when a store first sees it. */
  readonly createdAt: number | undefined;
  /** Minutes from then until anybody knows the app. */
  readonly propagationDelay: number;
  /** What the last change in Setup changed, as it was, until the change has spread. */
  readonly earlier: EarlierApp | undefined;
  /** External Client Apps: only a Packaged one may be used by another org. */
  readonly distributionState: 'Local' | 'Packaged';
}

/** An app as it is in force for a while yet; what is left out is as it is now. */
export interface EarlierApp {
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly fields: Partial<Pick<App, SpreadingField>>;
}

/** What of an app spreads with a delay. Policies of the org, keys and secrets are in force at once (setup-pages.md 6, 7.3). */
export type SpreadingField =
  | 'callbackUrls'
  | 'scopes'
  | 'isPkceRequired'
  | 'isConsumerSecretOptional'
  | 'isSecretRequiredForRefreshToken'
  | 'isClientCredentialEnabled'
  | 'isDeviceFlowEnabled'
  | 'isNamedUserJwtEnabled'
  | 'isIntrospectAllTokens'
  | 'isTokenExchangeEnabled'
  | 'isSecretRequiredForTokenExchange'
  | 'isCodeCredentialEnabled'
  | 'isCodeCredentialPostOnly';
