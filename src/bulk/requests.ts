/** Rows of a job -> what is asked of a save, by the job's operation. */
import type { Session } from '../data/data.ts';
import type { FieldDefinition, ObjectDefinition } from '../data/definition.ts';
import { isRecordId } from '../data/ids.ts';
import { refusal, type SaveRequest, type Sent } from '../data/save/draft.ts';
import { type Entry, updateEntry, upsertEntry } from '../data/save/entries.ts';
import type { Refusal } from '../refusals/catalogue.ts';
import { asText } from '../wire/json.ts';
import type { IngestOperation, JobFacts } from './facts.ts';

/** @param id the record that the row names, if it does */
export type RowRequest = SaveRequest | { readonly refused: Refusal; readonly id: string };

/** Requests of rows that are saved together: a value of the key of an upsert may be there once among them. */
export function requestsOf(
  session: Session,
  object: ObjectDefinition,
  { operation, externalIdFieldName }: JobFacts,
  rows: readonly Sent[],
): RowRequest[] {
  const key = session.schema.field(object, externalIdFieldName ?? 'Id');
  const seen = new Set<string>();
  return rows.map((sent) => {
    const entry = entryOf(object, operation as IngestOperation, key, sent, seen);
    return 'refused' in entry ? { ...entry, id: asText(sent.Id ?? '') } : entry;
  });
}

function entryOf(
  object: ObjectDefinition,
  operation: IngestOperation,
  key: FieldDefinition | undefined,
  sent: Sent,
  seen: Set<string>,
): Entry {
  switch (operation) {
    case 'insert':
      return { action: 'create', object, sent };
    case 'update':
      return updateEntry(object, sent);
    case 'upsert':
      return key ? upsertEntry(object, key, sent, seen) : { action: 'create', object, sent };
    case 'delete':
    case 'hardDelete':
      return deletion(object, asText(sent.Id ?? ''));
  }
}

/** Of the job's object, whatever the id says. */
function deletion(object: ObjectDefinition, id: string): Entry {
  if (id === '') return { refused: refusal('record.id-missing', { id }) };
  return isRecordId(id)
    ? { action: 'delete', object, id }
    : { refused: refusal('record.malformed-id', { id }) };
}
