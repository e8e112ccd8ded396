/** Approvals as records with an id, and the app of a record: OauthToken (identity-and-resources.md 11, model.md 5.1). */
import type { OrgDirectory } from '../org/directory.ts';
import { numberedId, numberOfId } from '../org/ids.ts';
import type { App } from '../org/model.ts';
import type { Row, Store, StoredApproval, TokenFilter } from '../store/port.ts';

/** The 18-character id of an approval's OauthToken. */
export function approvalId(row: Row): string {
  return numberedId('0CQ', row);
}

/** The live approval that an id names, if it is one of those that are meant. */
export async function approvalWithId(
  store: Store,
  id: string,
  among: TokenFilter,
): Promise<StoredApproval | undefined> {
  const row = numberOfId('0CQ', id);
  if (row === undefined) return undefined;
  const [found] = await store.approvals.newest({ ...among, row }, 1);
  return found;
}

/** The app of a token, an approval or a use, with the policies of its org; undefined for one that is gone. */
export function appOfRecord(
  orgs: OrgDirectory,
  { orgId, consumerKey }: { readonly orgId: string; readonly consumerKey: string },
): App | undefined {
  return orgs.org(orgId)?.apps.find((app) => app.consumerKey === consumerKey) ?? orgs.app(consumerKey);
}
