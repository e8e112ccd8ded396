/** User changes and registered users, which the store keeps, are put into the orgs in memory (authorize.md 8). */
import type { OrgDirectory } from '../org/directory.ts';
import type { User } from '../org/model.ts';
import type { Row, Store } from '../store/port.ts';

/**
 * Puts user changes into the directory, whichever process wrote them. The seed wins if it changed since.
 *
 * @param after the row up to which the changes are known; an org's document may contain later ones
 * @param knownTo the row up to which an org's document contains them
 * @returns the row up to which they are known now
 */
export async function putUserChanges(
  orgs: OrgDirectory,
  store: Store,
  after: Row,
  knownTo: (orgId: string) => Row,
): Promise<Row> {
  let seen = after;
  for (const { row, orgId, userId, newUsername, changes: fields } of await store.userChanges.after(after)) {
    seen = row;
    if (row <= knownTo(orgId)) continue;
    const isOf = newUsername === undefined ? orgs.user(userId) : !orgs.userByUsername(newUsername);
    if (isOf) orgs.putUser(orgId, userId, JSON.parse(fields) as Partial<User>);
  }
  return seen;
}
