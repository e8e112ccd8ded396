/** Looks at one record that is to be saved: what must be read is read, the table is asked, and what is left is a change for the store. */
import type { Refusal } from '../../refusals/catalogue.ts';
import type { RecordChange } from '../../store/port.ts';
import { mayChange } from '../access.ts';
import { isView, type Session, wholeObject } from '../data.ts';
import type { DataRow, FieldDefinition, ObjectDefinition } from '../definition.ts';
import { lookUpKey, rowsById } from '../find.ts';
import { wholeId } from '../ids.ts';
import type { StoredRow } from '../rows.ts';
import { childRules, insertion, newReferences, undeletion, update } from './change.ts';
import { changedRow, newRow } from './defaults.ts';
import { refusal, rowOf, type SaveRequest, type Sent } from './draft.ts';
import { prepareOrgRecord } from './org-record.ts';
import type { OrgEdit } from './org-record-change.ts';
import { needsOf } from './parents.ts';
import { draftOf } from './read-draft.ts';

/** Rows that one deletion may touch, as at Salesforce (status code DELETE_OPERATION_TOO_LARGE). */
const MOST_TOUCHED = 100_000;

/** What became of the looking. */
export type Preparation =
  | { readonly change: RecordChange; readonly id: string; readonly isCreated: boolean }
  /** A change of the org itself. */
  | { readonly changeOrg: OrgEdit; readonly id: string; readonly isCreated: boolean }
  | { readonly refused: Refusal; readonly isCreated: boolean }
  | { readonly ambiguous: readonly string[] };

/** @param together ids of records that are made in the same call: whoever makes them sees them */
export async function prepare(
  session: Session,
  request: SaveRequest,
  newId: string | undefined,
  together: ReadonlySet<string>,
): Promise<Preparation> {
  const { object } = request;
  const isCreated = request.action === 'create';
  if (isView(object)) return prepareOrgRecord(session, request);
  switch (request.action) {
    case 'create':
      return create(session, object, newId ?? session.ids.next(object.keyPrefix), request, together);
    case 'update': {
      const [before] = await rowsById(session, object, [request.id]);
      if (!before) return { refused: refusal('record.missing', { id: request.id }), isCreated };
      request.precondition?.(before.row);
      return change(session, object, before, request, together);
    }
    case 'upsert':
      return upsert(session, request, together);
    case 'delete':
      return remove(session, object, request.id);
    case 'undelete':
      return bringBack(session, object, request.id);
  }
}

interface Written {
  readonly sent: Sent;
  readonly text?: string;
}

async function create(
  session: Session,
  object: ObjectDefinition,
  id: string,
  { sent: given, text = '' }: Written,
  together: ReadonlySet<string>,
  upsertBy?: FieldDefinition,
): Promise<Preparation> {
  const draft = await draftOf(session, object, 'create', id, undefined, given, text);
  if ('refused' in draft) return { ...draft, isCreated: true };
  const whole = wholeObject(session, object);
  const row = newRow(session, whole, id, rowOf(draft.values));
  const { needs, refused } = await needsOf(draft, newReferences(whole, row), together);
  if (refused) return { refused, isCreated: true };
  return { change: insertion({ object: whole, id, row, needs, upsertBy }), id, isCreated: true };
}

async function change(
  session: Session,
  object: ObjectDefinition,
  before: StoredRow,
  { sent: given, text = '' }: Written,
  together: ReadonlySet<string>,
): Promise<Preparation> {
  const isCreated = false;
  const id = String(before.row.Id);
  if (before.isDeleted) return { refused: refusal('record.deleted', { id }), isCreated };
  const draft = await draftOf(session, object, 'update', id, before, given, text);
  if ('refused' in draft) return { ...draft, isCreated };
  const whole = wholeObject(session, object);
  const row: DataRow = changedRow(session, whole, before.row, rowOf(draft.values));
  const { needs, refused } = await needsOf(draft, newReferences(whole, row, before.row), together);
  if (refused) return { refused, isCreated };
  return { change: update({ object: whole, id, row, needs }, before), id, isCreated };
}

async function upsert(
  session: Session,
  request: Extract<SaveRequest, { action: 'upsert' }>,
  together: ReadonlySet<string>,
): Promise<Preparation> {
  const { object, key, value, sent, text, updateOnly = false } = request;
  const written = { sent, ...(text === undefined ? {} : { text }) };
  const { rows, hiddenId } = await lookUpKey(session, object, key, value);
  const [before, another] = rows;
  if (before && another) return { ambiguous: rows.map(({ row }) => String(row.Id)) };
  if (before) return change(session, object, before, written, together);
  if (updateOnly)
    return {
      refused: refusal('record.no-match', { field: key.name, value: String(value) }),
      isCreated: false,
    };
  const withKey = { ...written, sent: { ...sent, [key.name]: value } };
  // Where others have it already, a record of the user's own is made next to theirs (D: an upsert matches what the user may see).
  const upsertBy = hiddenId === undefined ? key : undefined;
  const made = await create(session, object, session.ids.next(object.keyPrefix), withKey, together, upsertBy);
  if ('refused' in made || hiddenId === undefined || !key.isUnique) return made;
  return { refused: refusal('record.duplicate-value', { field: key.name, id: hiddenId }), isCreated: true };
}

async function remove(session: Session, object: ObjectDefinition, given: string): Promise<Preparation> {
  const isCreated = false;
  const [before] = await rowsById(session, object, [given]);
  if (!before) return { refused: refusal('record.malformed-id', { id: given }), isCreated };
  const id = wholeId(given);
  if (before.isDeleted) return { refused: refusal('record.deleted', { id }), isCreated };
  const access = session.access(object);
  if (!access.delete || !mayChange(access, before.row.OwnerId, session.user.id)) {
    return { refused: readOnly(session, id, 'delete'), isCreated };
  }
  const rules = childRules(session.wholeSchema);
  const change = {
    kind: 'delete',
    object: object.name,
    id,
    seen: before.version,
    rules,
    most: MOST_TOUCHED,
  } as const;
  return { change, id, isCreated };
}

async function bringBack(session: Session, object: ObjectDefinition, given: string): Promise<Preparation> {
  const isCreated = false;
  const [before] = await rowsById(session, object, [given]);
  if (!before?.isDeleted) return { refused: refusal('record.not-deleted', { id: given }), isCreated };
  const access = session.access(object);
  const id = wholeId(given);
  if (!access.delete || !mayChange(access, before.row.OwnerId, session.user.id)) {
    return { refused: readOnly(session, id, 'undelete'), isCreated };
  }
  const whole = wholeObject(session, object);
  return { change: undeletion(session.wholeSchema, whole, before.row), id, isCreated };
}

function readOnly({ user }: Session, id: string, action: string): Refusal {
  return refusal('record.read-only', { id, action, profile: user.profile });
}
