/** Records that are the org's own: users, and what is assigned to them. Saving one is a change of the org, as the lab makes it. */
import type { Refusal } from '../../refusals/catalogue.ts';
import type { Session } from '../data.ts';
import type { ObjectDefinition } from '../definition.ts';
import { rowsById, rowsByKey } from '../find.ts';
import type { StoredRow } from '../rows.ts';
import { assignment } from './assignment-record.ts';
import { refusal, type SaveRequest, type Sent } from './draft.ts';
import type { OrgEdit, OrgRecords } from './org-record-change.ts';
import { draftOf } from './read-draft.ts';
import { userRecord } from './user-record.ts';

const WRITABLE: Readonly<Record<string, OrgRecords>> = {
  User: userRecord,
  PermissionSetAssignment: assignment,
};

export type OrgPreparation =
  | { readonly changeOrg: OrgEdit; readonly id: string; readonly isCreated: boolean }
  | { readonly refused: Refusal; readonly isCreated: boolean }
  | { readonly ambiguous: readonly string[] };

export async function prepareOrgRecord(session: Session, request: SaveRequest): Promise<OrgPreparation> {
  const { object } = request;
  const records = WRITABLE[object.name];
  if (!records) return unsupported(`writing to ${object.name}`, request.action === 'create');
  if (session.records !== session.world.store.records)
    return unsupported(`writing to ${object.name} in a call of all or none`, request.action === 'create');
  switch (request.action) {
    case 'create':
      return create(session, object, records, request.sent, request.text);
    case 'update': {
      const [before] = await rowsById(session, object, [request.id]);
      if (!before) return refused(refusal('record.missing', { id: request.id }));
      request.precondition?.(before.row);
      return update(session, object, records, before, request.sent, request.text);
    }
    case 'upsert': {
      const { key, value, sent, text, updateOnly = false } = request;
      const rows = await rowsByKey(session, object, key, value);
      const [before, another] = rows;
      if (before && another) return { ambiguous: rows.map(({ row }) => String(row.Id)) };
      if (before) return update(session, object, records, before, sent, text);
      if (updateOnly) return refused(refusal('record.no-match', { field: key.name, value: String(value) }));
      return create(session, object, records, { ...sent, [key.name]: value }, text);
    }
    case 'delete':
      return remove(session, object, records, request.id);
    case 'undelete':
      return unsupported(`undeleting ${object.name}`, false);
  }
}

async function create(
  session: Session,
  object: ObjectDefinition,
  { create: make }: OrgRecords,
  sent: Sent,
  text = '',
): Promise<OrgPreparation> {
  if (!make) return unsupported(`making ${object.name}`, true);
  const draft = await draftOf(session, object, 'create', '', undefined, sent, text);
  if ('refused' in draft) return { refused: draft.refused, isCreated: true };
  return { changeOrg: make(draft), id: '', isCreated: true };
}

async function update(
  session: Session,
  object: ObjectDefinition,
  { update: change }: OrgRecords,
  before: StoredRow,
  sent: Sent,
  text = '',
): Promise<OrgPreparation> {
  if (!change) return unsupported(`changing ${object.name}`, false);
  const id = String(before.row.Id);
  const draft = await draftOf(session, object, 'update', id, before, sent, text);
  if ('refused' in draft) return refused(draft.refused);
  return { changeOrg: change(draft, before), id, isCreated: false };
}

async function remove(
  session: Session,
  object: ObjectDefinition,
  { remove: drop }: OrgRecords,
  given: string,
): Promise<OrgPreparation> {
  if (!drop) return unsupported(`deleting ${object.name}`, false);
  const [before] = await rowsById(session, object, [given]);
  if (!before) return refused(refusal('record.malformed-id', { id: given }));
  const id = String(before.row.Id);
  if (!session.access(object).delete)
    return refused(refusal('record.read-only', { id, action: 'delete', profile: session.user.profile }));
  return { changeOrg: drop(session, before), id, isCreated: false };
}

function refused(why: Refusal): OrgPreparation {
  return { refused: why, isCreated: false };
}

function unsupported(what: string, isCreated: boolean): OrgPreparation {
  return { refused: refusal('rest.unsupported', { what }), isCreated };
}
