/**
 * What the login history says of a log-in that was refused: LoginHistory.Status (identity-and-resources.md 11, token.md 4
 * and 5). Where those are silent, the texts are the details of LOGIN_STATUS in Salesforce's Object Reference
 * (EventLogFile, Login Event Type) or of public reports; which of them a refusal gets is then `recalled` or `unconfirmed`.
 */
import type { RefusalName } from './catalogue.ts';
import type { Certainty } from './refusal.ts';

export interface LogInStatus {
  readonly text: string;
  readonly certainty: Certainty;
}

export const SUCCESS = 'Success';
/** The password was right; a verification code is asked for. */
export const CHALLENGED = 'Failed: Computer activation required';

const INVALID_PASSWORD = status('Invalid Password', 'documented');
const INACTIVE = status('User is Inactive', 'observed');
const FROZEN = status('User Is Frozen', 'observed');
const LOCKED = status('Password Lockout', 'observed');
const NOT_APPROVED = status('Failed: Not approved for access', 'observed');
const PERHAPS_NOT_APPROVED = status('Failed: Not approved for access', 'unconfirmed');
const NOT_INSTALLED = status('Package for this consumer is not installed in your organization', 'recalled');
const API_DISABLED = status('Failed: OAuth API access disabled', 'recalled');
const PASSWORD_FLOW_OFF = 'Username-Password Flow Disabled';
const RESTRICTED_IP = status('Restricted IP', 'observed');
const RESTRICTED_TIME = status('Restricted time', 'documented');
const RATE_EXCEEDED = status('Login rate exceeded', 'documented');
const ORG_INACTIVE = status('Organization is inactive', 'documented');
const ELSEWHERE = status('Restricted domain', 'unconfirmed');
const NO_SITE = status('No Experience Cloud site access', 'recalled');
const INVALID_TOKEN = status('Failed: Invalid Token', 'unconfirmed');
const INVALID_VERIFIER = status('Failed: Invalid Code Verifier', 'documented');
const REPLAYED = status('Failed: Replay Detected', 'recalled');
const NO_BETTER_TEXT = status('Login invalid', 'unconfirmed');

/** Refusals of a log-in whose user is known. */
const LOG_IN_STATUSES = {
  'login.password': INVALID_PASSWORD,
  'login.host': ELSEWHERE,
  'login.my-domain-only': status('Restricted domain', 'documented'),
  'login.site': NO_SITE,
  'login.inactive': INACTIVE,
  'login.frozen': FROZEN,
  'login.locked': LOCKED,
  'login.org-inactive': ORG_INACTIVE,
  'login.password-expired': NO_BETTER_TEXT,
  'login.rate': RATE_EXCEEDED,
  'login.hours': RESTRICTED_TIME,
  'login.ip-restricted': RESTRICTED_IP,
  'login.verification-code': status(CHALLENGED, 'recalled'),

  'authorize.api-access-control': PERHAPS_NOT_APPROVED,
  'authorize.api-only-user': status('Failed: API-only user', 'documented'),
  'authorize.app-blocked': PERHAPS_NOT_APPROVED,
  'authorize.app-disabled': PERHAPS_NOT_APPROVED,
  'authorize.app-not-installed': NOT_INSTALLED,
  'authorize.cross-org': PERHAPS_NOT_APPROVED,
  'authorize.external-app-not-installed': NOT_INSTALLED,
  'authorize.not-admin-approved': NOT_APPROVED,
  'authorize.scope': NO_BETTER_TEXT,
  'authorize.session-level': NO_BETTER_TEXT,
  'device.app-not-installed': NOT_INSTALLED,

  'headless.code-expired': NO_BETTER_TEXT,
  'headless.code-wrong': NO_BETTER_TEXT,
  'headless.not-pre-authorized': PERHAPS_NOT_APPROVED,
  'headless.password-wrong': INVALID_PASSWORD,
  'headless.user-locked': LOCKED,

  'password.external-client-app': status(PASSWORD_FLOW_OFF, 'unconfirmed'),
  'password.flow-disabled': status(PASSWORD_FLOW_OFF, 'observed'),
  'password.locked-user': LOCKED,
  'password.security-token': status('Failed: API security token required', 'observed'),
  'password.site': NO_BETTER_TEXT,
  'password.verification-code': status('Multi-factor (formerly called two-factor) is required', 'documented'),
  'password.wrong': INVALID_PASSWORD,

  'app.blocked': PERHAPS_NOT_APPROVED,
  'app.no-refresh-scope': PERHAPS_NOT_APPROVED,
  'app.not-allow-listed': PERHAPS_NOT_APPROVED,
  'app.not-installed': NOT_INSTALLED,
  'app.not-on-this-host': ELSEWHERE,
  'org.inactive': ORG_INACTIVE,
  'user.api-disabled': API_DISABLED,
  'user.frozen': FROZEN,
  'user.inactive': INACTIVE,
  'user.ip-restricted': RESTRICTED_IP,
  'user.login-hours': RESTRICTED_TIME,
  'user.login-rate': RATE_EXCEEDED,
  'user.not-admin-approved': NOT_APPROVED,
  'user.not-approved': PERHAPS_NOT_APPROVED,
  'user.not-site-member': NO_SITE,
  'user.of-another-org': PERHAPS_NOT_APPROVED,
  'user.other-domain': ELSEWHERE,
  'user.other-log-in-host': ELSEWHERE,
  'user.session-level': NO_BETTER_TEXT,

  'client.id-missing': status('Failed: Missing Consumer Key Parameter', 'observed'),
  'client-credentials.no-scopes': NO_BETTER_TEXT,
  'client-credentials.portal-user': NO_BETTER_TEXT,
  'code.callback-mismatch': status('Failed: Invalid Callback URL', 'recalled'),
  'code.expired': INVALID_TOKEN,
  'code.other-client': INVALID_TOKEN,
  'code.spent': status('Failed: Invalid Nonce', 'observed'),
  'code.verifier-malformed': INVALID_VERIFIER,
  'code.verifier-missing': INVALID_VERIFIER,
  'code.verifier-unexpected': status('Failed: Unexpected parameter', 'recalled'),
  'code.verifier-wrong': INVALID_VERIFIER,
  'device.expired': INVALID_TOKEN,
  'device.other-client': INVALID_TOKEN,
  'device.spent': INVALID_TOKEN,
  'jwt.audience': status('Failed: Audience Invalid', 'recalled'),
  'refresh.busy': status('Failed: Token request is already being processed', 'documented'),
  'refresh.expired': INVALID_TOKEN,
  'refresh.other-client': INVALID_TOKEN,
  'refresh.revoked': INVALID_TOKEN,
  'refresh.rotated-out': INVALID_TOKEN,
  'refresh.unknown': INVALID_TOKEN,
  'saml.replayed': REPLAYED,
  'sso.replayed': REPLAYED,
  'token-exchange.scope': PERHAPS_NOT_APPROVED,
} as const satisfies Partial<Record<RefusalName, LogInStatus>>;

/** What the login history says of a refusal; undefined for one that is no log-in of a known user's. */
export function logInStatus(name: RefusalName): LogInStatus | undefined {
  return (LOG_IN_STATUSES as Partial<Record<RefusalName, LogInStatus>>)[name];
}

function status(text: string, certainty: Certainty): LogInStatus {
  return { text, certainty };
}
