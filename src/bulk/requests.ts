/** Rows of a job -> what is asked of a save, by the job's operation. */
import type { Session } from '../data/data.ts';
import type { FieldDefinition, FieldValue, ObjectDefinition } from '../data/definition.ts';
import { isRecordId } from '../data/ids.ts';
import { folded } from '../data/rows.ts';
import { refusal, type SaveRequest, type Sent } from '../data/save/draft.ts';
import { readValue, WrongJson } from '../data/save/value.ts';
import type { Refusal } from '../refusals/catalogue.ts';
import type { IngestOperation, JobFacts } from './facts.ts';

/** @param id the record that the row names, if it does */
export type RowRequest = SaveRequest | { readonly refused: Refusal; readonly id: string };

/** Requests of rows that are saved together. */
export function requestsOf(
  session: Session,
  object: ObjectDefinition,
  { operation, externalIdFieldName }: JobFacts,
  rows: readonly Sent[],
): RowRequest[] {
  const key = session.schema.field(object, externalIdFieldName ?? 'Id');
  const keys = new Set<string>();
  return rows.map((sent) => {
    if (operation === 'upsert' && key && key.name !== 'Id') return upsertion(object, key, sent, keys);
    return requestOf(object, operation as IngestOperation, sent);
  });
}

function requestOf(object: ObjectDefinition, operation: IngestOperation, row: Sent): RowRequest {
  if (operation === 'insert') return { action: 'create', object, sent: row };
  const { Id: given, ...sent } = row;
  const id = given === null || given === undefined ? '' : String(given);
  if (operation === 'upsert' && id === '') return { action: 'create', object, sent };
  if (id === '') return { refused: refusal('record.id-missing', { id }), id };
  if (!isRecordId(id)) return { refused: refusal('record.malformed-id', { id }), id };
  return operation === 'delete' || operation === 'hardDelete'
    ? { action: 'delete', object, id }
    : { action: 'update', object, id, sent };
}

/** A value of the key may be there once among rows that are saved together. */
function upsertion(
  object: ObjectDefinition,
  key: FieldDefinition,
  { [key.name]: given, ...sent }: Sent,
  keys: Set<string>,
): RowRequest {
  let value: FieldValue;
  try {
    value = readValue(key, given);
  } catch (error) {
    if (!(error instanceof WrongJson)) throw error;
    return { action: 'create', object, sent: { ...sent, [key.name]: given } };
  }
  if (value === null) return { refused: refusal('record.key-missing', { field: key.name }), id: '' };
  const text = folded(key, value);
  if (keys.has(text)) return { refused: refusal('record.key-twice', { value: String(value) }), id: '' };
  keys.add(text);
  return { action: 'upsert', object, key, value, sent };
}
