/** The IdpEventLog object, as far as the journal goes back (setup-pages.md A.4). */
import { type IdpEvent, idpEvents } from '../../journal/idp-events.ts';
import { derivedRecordId } from '../../org/ids.ts';
import type { Field } from '../../org/record-fields.ts';
import { type ObjectType, readFields, restInstant } from './object.ts';
import { ownUserId } from './own-rows.ts';

/** No source shows a real one. */
const KEY_PREFIX = '0vA';

/** In the order of the Object Reference. */
const FIELDS: readonly Field<IdpEvent>[] = [
  { name: 'Id', type: 'Id', value: ({ id }) => derivedRecordId(KEY_PREFIX, id) },
  { name: 'AppId', type: 'Id', value: ({ app }) => app?.id ?? null },
  { name: 'AuthSessionId', type: 'Id', value: () => null },
  { name: 'ErrorCode', type: 'String', value: ({ code }) => code },
  { name: 'IdentityUsed', type: 'String', value: ({ identityUsed }) => identityUsed },
  { name: 'InitiatedBy', type: 'String', value: ({ initiatedBy }) => initiatedBy },
  { name: 'OptionsHasLogoutUrl', type: 'Boolean', value: ({ hasLogoutUrl }) => hasLogoutUrl },
  { name: 'SamlEntityUrl', type: 'String', value: ({ samlEntityUrl }) => samlEntityUrl },
  { name: 'SsoType', type: 'String', value: ({ isSaml }) => (isSaml ? '0' : '1') },
  { name: 'Timestamp', type: 'Datetime', value: ({ at }) => restInstant(Date.parse(at)) },
  { name: 'UserId', type: 'Id', value: ({ userId }) => userId },
];

export const idpEventLogObject: ObjectType = {
  name: 'IdpEventLog',
  keyPrefix: KEY_PREFIX,
  fields: FIELDS,
  async records(reader) {
    const { userId } = ownUserId(reader, 'manageUsers');
    const { journal, orgs } = reader.world;
    await journal.follow();
    return idpEvents(journal.entries(), orgs)
      .filter((event) => event.orgId === reader.org.id && (userId === undefined || event.userId === userId))
      .map((event) => readFields(FIELDS, event));
  },
};
