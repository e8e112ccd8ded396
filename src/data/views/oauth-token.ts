/** The OauthToken object: the approvals of a user, one for each refresh token (identity-and-resources.md 11). */

import { derivedId } from '../../org/ids.ts';
import { isInstalledIn } from '../../org/installed.ts';
import type { App, Org } from '../../org/model.ts';
import type { Field } from '../../org/record-fields.ts';
import type { StoredApproval } from '../../store/port.ts';
import { appOfRecord } from '../../tokens/approval-records.ts';
import { type ObjectType, type Reader, readFields, restInstant } from './object.ts';
import { ownUserId } from './own-rows.ts';

interface Source {
  readonly org: Org;
  readonly app: App;
  readonly approval: StoredApproval;
}

/** In the order of the Object Reference. What the tokens look like there is not known: they are left empty. */
const FIELDS: readonly Field<Source>[] = [
  { name: 'AccessToken', type: 'String', value: () => null },
  {
    name: 'AppMenuItemId',
    type: 'Id',
    // Null says that the app is not installed (model.md 4.4).
    value: ({ org, app }) => (isInstalledIn(app, org) ? derivedId('0DS', app.id) : null),
  },
  { name: 'AppName', type: 'String', value: ({ app }) => app.label },
  { name: 'CreatedDate', type: 'Datetime', value: ({ approval }) => restInstant(approval.createdAt) },
  { name: 'DeleteToken', type: 'String', value: () => null },
  { name: 'Id', type: 'Id', value: () => null },
  { name: 'LastUsedDate', type: 'Datetime', value: ({ approval }) => restInstant(approval.lastUsedAt) },
  { name: 'RequestToken', type: 'String', value: () => null },
  { name: 'UseCount', type: 'Integer', value: ({ approval }) => approval.useCount },
  { name: 'UserId', type: 'Id', value: ({ approval }) => approval.userId },
];

export const oauthTokenObject: ObjectType = {
  name: 'OauthToken',
  keyPrefix: '0CQ',
  fields: FIELDS,
  records: async (reader) =>
    (await approvalsFor(reader)).flatMap((approval) => {
      const app = appOfRecord(reader.world.orgs, approval);
      return app ? [readFields(FIELDS, { org: reader.org, app, approval })] : [];
    }),
};

/** Oldest first. */
async function approvalsFor(reader: Reader): Promise<StoredApproval[]> {
  const filter = { orgId: reader.org.id, ...ownUserId(reader, 'viewAllData') };
  return (await reader.world.store.approvals.newest(filter, Number.MAX_SAFE_INTEGER)).reverse();
}
