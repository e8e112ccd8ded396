/** Whose rows of OauthToken and LoginHistory a user may see (identity-and-resources.md 11). */
import type { Reader } from './object.ts';

/** The profile that has Customize Application and Manage Users; which others have them is not kept. */
const ADMINISTRATOR = 'System Administrator';

/** Nothing for who sees everybody's; otherwise the reader's own id. */
export function ownUserId({ user }: Pick<Reader, 'user'>): { readonly userId?: string } {
  return user.profile === ADMINISTRATOR ? {} : { userId: user.id };
}
