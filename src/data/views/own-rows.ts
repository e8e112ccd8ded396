/** Whose rows of OauthToken and LoginHistory a user may see (identity-and-resources.md 11, rest-data.md 9). */
import { hasPermission } from '../../org/permissions.ts';
import type { Subject } from '../../org/subject.ts';

/** Nothing for who sees everybody's; otherwise the reader's own id. */
export function ownUserId(
  reader: Subject,
  permission: 'manageUsers' | 'viewAllData',
): { readonly userId?: string } {
  return hasPermission(reader, permission) ? {} : { userId: reader.user.id };
}
