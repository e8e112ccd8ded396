/**
 * OAuth scopes: Salesforce's vocabulary and what follows from it. Source: wire facts, model.md 3.
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

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];

export function isScope(word: string): word is Scope {
  return Object.hasOwn(SCOPES, word);
}

const BY_METADATA_NAME = new Map<string, Scope>(
  SCOPE_NAMES.flatMap((scope) => SCOPES[scope].metadata.map((name) => [name.toLowerCase(), scope] as const)),
);

/** Reads an OAuth name (`refresh_token`) or a Metadata API name (`RefreshToken`). */
export function readScope(word: string): Scope | undefined {
  return isScope(word) ? word : BY_METADATA_NAME.get(word.toLowerCase());
}

const SYNONYMS: readonly (readonly Scope[])[] = [
  ['id', 'profile', 'email', 'address', 'phone'],
  ['refresh_token', 'offline_access'],
];

const IMPLIED: Partial<Record<Scope, readonly Scope[]>> = {
  api: ['chatter_api', 'id'],
  web: ['visualforce'],
  chatter_api: ['id'],
};

/** True when a token or app that holds `held` may act as if it held `wanted`. `full` never covers refresh. */
export function covers(held: readonly Scope[], wanted: Scope): boolean {
  if (held.includes(wanted)) return true;
  const synonyms = SYNONYMS.find((group) => group.includes(wanted));
  if (synonyms?.some((synonym) => held.includes(synonym))) return true;
  if (wanted === 'refresh_token' || wanted === 'offline_access') return false;
  if (held.includes('full') && wanted !== 'openid') return true;
  return held.some((scope) =>
    IMPLIED[scope]?.some((implied) => implied === wanted || synonyms?.includes(implied)),
  );
}

export function grantsRefreshToken(scopes: readonly Scope[]): boolean {
  return scopes.includes('refresh_token') || scopes.includes('offline_access');
}

/** The bullets of the Allow Access page, each label once. */
export function scopeLabels(scopes: readonly Scope[]): string[] {
  return [...new Set(scopes.map((scope) => SCOPES[scope].label))];
}
