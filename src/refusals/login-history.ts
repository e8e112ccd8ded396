/**
 * Texts of the login history that more than one refusal has: LoginHistory.Status (identity-and-resources.md 11, token.md 4
 * and 5). Where those are silent, the texts are the details of LOGIN_STATUS in Salesforce's Object Reference
 * (EventLogFile, Login Event Type) or of public reports; which of them a refusal gets is then `recalled` or `unconfirmed`.
 */
import type { LogInStatus } from './refusal.ts';

export const SUCCESS = 'Success';
/** The password was right; a verification code is asked for. */
export const CHALLENGED = 'Failed: Computer activation required';

export const INVALID_PASSWORD: LogInStatus = { text: 'Invalid Password', certainty: 'documented' };
export const INACTIVE: LogInStatus = { text: 'User is Inactive', certainty: 'observed' };
export const FROZEN: LogInStatus = { text: 'User Is Frozen', certainty: 'observed' };
export const LOCKED: LogInStatus = { text: 'Password Lockout', certainty: 'observed' };
export const NOT_APPROVED: LogInStatus = { text: 'Failed: Not approved for access', certainty: 'observed' };
export const PERHAPS_NOT_APPROVED: LogInStatus = {
  text: 'Failed: Not approved for access',
  certainty: 'unconfirmed',
};
export const NOT_INSTALLED: LogInStatus = {
  text: 'Package for this consumer is not installed in your organization',
  certainty: 'recalled',
};
export const RESTRICTED_IP: LogInStatus = { text: 'Restricted IP', certainty: 'observed' };
export const RESTRICTED_TIME: LogInStatus = { text: 'Restricted time', certainty: 'documented' };
export const RATE_EXCEEDED: LogInStatus = { text: 'Login rate exceeded', certainty: 'documented' };
export const ORG_INACTIVE: LogInStatus = { text: 'Organization is inactive', certainty: 'documented' };
export const OTHER_DOMAIN: LogInStatus = { text: 'Restricted domain', certainty: 'unconfirmed' };
export const NO_SITE: LogInStatus = { text: 'No Experience Cloud site access', certainty: 'recalled' };
export const INVALID_TOKEN: LogInStatus = { text: 'Failed: Invalid Token', certainty: 'unconfirmed' };
export const INVALID_VERIFIER: LogInStatus = {
  text: 'Failed: Invalid Code Verifier',
  certainty: 'documented',
};
export const REPLAYED: LogInStatus = { text: 'Failed: Replay Detected', certainty: 'recalled' };
/** Salesforce's list has no text that fits. */
export const NO_BETTER_TEXT: LogInStatus = { text: 'Login invalid', certainty: 'unconfirmed' };
