/**
 * OAuth scopes: Salesforce's vocabulary, the custom scopes of an org, and what follows from them. Source: wire facts, model.md 3.
 */

interface ScopeFacts {
  /** Names in Metadata API files: the Connected App enum first, then the External Client App tokens. */
  readonly metadata: readonly string[];
  /** What Setup and the Allow Access page call it. */
  readonly label: string;
}

const IDENTITY = 'Access the identity URL service';
const OFFLINE = 'Perform requests at any time';

export const SCOPES = {
  id: { metadata: ['Basic'], label: IDENTITY },
  profile: { metadata: ['Profile'], label: IDENTITY },
  email: { metadata: ['Email'], label: IDENTITY },
  address: { metadata: ['Address'], label: IDENTITY },
  phone: { metadata: ['Phone'], label: IDENTITY },
  api: { metadata: ['Api'], label: 'Manage user data via APIs' },
  web: { metadata: ['Web'], label: 'Manage user data via Web browsers' },
  full: { metadata: ['Full'], label: 'Full access' },
  chatter_api: { metadata: ['Chatter'], label: 'Access Connect REST API resources' },
  visualforce: { metadata: ['CustomApplications'], label: 'Access Visualforce applications' },
  refresh_token: { metadata: ['RefreshToken'], label: OFFLINE },
  offline_access: { metadata: ['OfflineAccess'], label: OFFLINE },
  openid: { metadata: ['OpenID'], label: 'Access unique user identifiers' },
  custom_permissions: { metadata: ['CustomPermissions'], label: 'Access custom permissions' },
  wave_api: { metadata: ['Wave'], label: 'Access Analytics REST API resources' },
  eclair_api: { metadata: ['Eclair'], label: 'Access Analytics REST API Charts Geodata resources' },
  pardot_api: { metadata: ['Pardot'], label: 'Manage Pardot services' },
  lightning: { metadata: ['Lightning'], label: 'Access Lightning applications' },
  content: { metadata: ['Content'], label: 'Access content resources' },
  cdp_api: { metadata: ['CDP'], label: 'Access all Data Cloud API resources' },
  cdp_ingest_api: { metadata: ['CDPIngest'], label: 'Manage Data Cloud Ingestion API data' },
  cdp_profile_api: { metadata: ['CDPProfile'], label: 'Manage Data Cloud profile data' },
  cdp_query_api: { metadata: ['CDPQuery'], label: 'Perform ANSI SQL queries on Data Cloud data' },
  cdp_segment_api: { metadata: ['CDPSegment'], label: 'Perform segmentation on Data Cloud data' },
  // Before cdp_identityresolution_api, with which it shares a hash bucket: discovery lists it first.
  chatbot_api: { metadata: ['Chatbot'], label: 'Access chatbot services' },
  cdp_identityresolution_api: {
    metadata: ['CDPIdentityResolution'],
    label: 'Manage Data Cloud Identity Resolution',
  },
  cdp_calculated_insight_api: {
    metadata: ['CDPCalculatedInsight'],
    label: 'Manage Data Cloud Calculated Insight data',
  },
  forgot_password: { metadata: ['ForgotPassword'], label: 'Access Headless Forgot Password API' },
  user_registration_api: { metadata: ['UserRegistration'], label: 'Access Headless Registration API' },
  pwdless_login_api: { metadata: ['PwdlessLogin'], label: 'Access Headless Passwordless Login API' },
  sfap_api: { metadata: ['SFAP', 'SFApiPlatform'], label: 'Access the Salesforce API Platform' },
  interaction_api: { metadata: ['Interaction'], label: 'Access Interaction API resources' },
  einstein_gpt_api: { metadata: ['EinsteinGPT'], label: 'Access Einstein GPT services' },
  mcp_api: { metadata: ['MCP'], label: 'Access MCP servers' },
  scrt_api: { metadata: ['SCRT'], label: 'Access Service Cloud real time' },
  data_cloud_user_claims: { metadata: ['DataCloudUserClaims'], label: 'Access Data Cloud user claims' },
} as const satisfies Record<string, ScopeFacts>;

export type StandardScope = keyof typeof SCOPES;

/** Setup > OAuth Custom Scopes: a permission that some other service checks (model.md 3.3). */
export interface CustomScope {
  /** What `scope` says; none of Salesforce's own. */
  readonly name: string;
  /** What the Allow Access page says. */
  readonly description: string;
  /** Whether OpenID Connect discovery lists it. */
  readonly isPublic: boolean;
}

declare const custom: unique symbol;
/** What an app can be assigned and a token can hold: one of Salesforce's scopes, or the name of an org's OAuth custom scope. */
export type Scope = StandardScope | (string & { readonly [custom]: true });

export const SCOPE_NAMES = Object.keys(SCOPES) as StandardScope[];

export function isStandardScope(word: string): word is StandardScope {
  return Object.hasOwn(SCOPES, word);
}

const BY_METADATA_NAME = new Map<string, StandardScope>(
  SCOPE_NAMES.flatMap((scope) => SCOPES[scope].metadata.map((name) => [name.toLowerCase(), scope] as const)),
);

/** Reads an OAuth name (`refresh_token`) or a Metadata API name (`RefreshToken`). */
export function readStandardScope(word: string): StandardScope | undefined {
  return isStandardScope(word) ? word : BY_METADATA_NAME.get(word.toLowerCase());
}

/** The scopes that an app has; `words` as {@link readStandardScope} reads them, and names of custom scopes. Others are left out. */
export function scopesNamed(words: readonly string[], customScopes: readonly CustomScope[]): Scope[] {
  const named = words.flatMap((word): Scope[] => {
    const standard = readStandardScope(word);
    if (standard) return [standard];
    return customScopes.some(({ name }) => name === word) ? [word as Scope] : [];
  });
  return [...new Set(named)];
}

/** What is granted to who names no scopes: custom ones must be asked for by name (model.md 3.3). */
export function standardScopes(scopes: readonly Scope[]): StandardScope[] {
  return scopes.filter(isStandardScope);
}

/** Whether an app of these scopes may be granted one that was asked for: its own, their synonyms and what they imply. */
export function isAssignable(assigned: readonly Scope[], word: string): word is Scope {
  return covers(assigned, word as Scope);
}

const SYNONYMS: readonly (readonly Scope[])[] = [
  ['id', 'profile', 'email', 'address', 'phone'],
  ['refresh_token', 'offline_access'],
];

const IMPLIED: ReadonlyMap<Scope, readonly Scope[]> = new Map<Scope, readonly Scope[]>([
  ['api', ['chatter_api', 'id']],
  ['web', ['visualforce']],
  ['chatter_api', ['id']],
]);

/** True when a token or app that holds `held` may act as if it held `wanted`. `full` covers neither refresh nor custom scopes. */
export function covers(held: readonly Scope[], wanted: Scope): boolean {
  if (held.includes(wanted)) return true;
  if (!isStandardScope(wanted)) return false;
  const synonyms = SYNONYMS.find((group) => group.includes(wanted));
  if (synonyms?.some((synonym) => held.includes(synonym))) return true;
  if (wanted === 'refresh_token' || wanted === 'offline_access') return false;
  if (held.includes('full') && wanted !== 'openid') return true;
  return held.some((scope) =>
    IMPLIED.get(scope)?.some((implied) => implied === wanted || synonyms?.includes(implied)),
  );
}

export function grantsRefreshToken(scopes: readonly Scope[]): boolean {
  return scopes.includes('refresh_token') || scopes.includes('offline_access');
}

/**
 * The bullets of the Allow Access page, each once: Setup's labels, and the descriptions of custom scopes.
 *
 * @param org that defines the app
 */
export function scopeLabels(
  scopes: readonly Scope[],
  org: { readonly customScopes: readonly CustomScope[] } | undefined,
): string[] {
  const labels = scopes.map((scope) =>
    isStandardScope(scope)
      ? SCOPES[scope].label
      : (org?.customScopes.find(({ name }) => name === scope)?.description ?? scope),
  );
  return [...new Set(labels)];
}
