/** Who has a security token of their own to reset (Salesforce Help, Reset Your Security Token). */
import { hasPermission } from './permissions.ts';
import { profileOf } from './session.ts';
import type { Subject } from './subject.ts';

/** Why the user has none to reset, as the end of a sentence; undefined if they may. */
export function noTokenToReset(subject: Subject): string | undefined {
  if ((profileOf(subject)?.loginIpRanges ?? []).length > 0)
    return 'your profile has login IP ranges: where you may log in, no security token is asked for';
  if (hasPermission(subject, 'apiUserOnly')) return 'you have the permission API Only User';
  if (hasPermission(subject, 'twoFactorApi'))
    return 'you have the permission Multi-Factor Authentication for API Logins: a code takes its place';
  return undefined;
}
