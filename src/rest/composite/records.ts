/** Records as a call with many of them sends them. */
import { visibleObject } from '../../data/data.ts';
import type { ObjectDefinition } from '../../data/definition.ts';
import type { Sent } from '../../data/save/draft.ts';
import type { SaveOptions } from '../../data/save/save.ts';
import type { Refusal, RefusalName } from '../../refusals/catalogue.ts';
import { check } from '../../refusals/check.ts';
import { isRecord } from '../../wire/json.ts';
import type { RestCall } from '../call.ts';

const MOST_RECORDS = 200;
const MOST_IDS = 2_000;
const MOST_CHUNKS = 10;

/** What of one record refuses the whole call: it could not be read. */
const OF_THE_CALL: ReadonlySet<RefusalName> = new Set<RefusalName>([
  'record.unknown-field',
  'record.json-type',
  'rest.unsupported',
]);

/** The list of records of a body. @throws Refusal */
export function recordsIn(call: RestCall, body: Readonly<Record<string, unknown>>): readonly Sent[] {
  const { records } = body;
  const isList = Array.isArray(records) && records.every(isRecord);
  check(call, 'record.records', isList, { member: 'records' });
  check(call, 'record.too-many', records.length <= MOST_RECORDS, {
    count: records.length,
    most: MOST_RECORDS,
  });
  return records;
}

/** The same, each with the object that it names: those of one object that follow each other are saved as a chunk. @throws Refusal */
export function typedRecordsIn(
  call: RestCall,
  body: Readonly<Record<string, unknown>>,
): readonly { readonly sent: Sent; readonly object: ObjectDefinition }[] {
  const records = recordsIn(call, body).map((sent) => ({ sent, object: objectOf(call, sent) }));
  const count = records.filter(({ object }, i) => object !== records[i - 1]?.object).length;
  check(call, 'record.too-many-chunks', count <= MOST_CHUNKS, { count, most: MOST_CHUNKS });
  return records;
}

/** Ids of a body or of the query. @throws Refusal */
export function idsIn(call: RestCall, ids: unknown, most = MOST_IDS): readonly string[] {
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === 'string');
  check(call, 'record.records', isList, { member: 'ids' });
  check(call, 'record.too-many', ids.length <= most, { count: ids.length, most });
  return ids;
}

/** The object that the attributes of a record name. @throws Refusal */
export function objectOf(call: RestCall, { attributes }: Sent): ObjectDefinition {
  const type = isRecord(attributes) && typeof attributes.type === 'string' ? attributes.type : '';
  const object = visibleObject(call.session, type);
  check(call, 'record.object', object, { object: type });
  return object;
}

/** What is armed strikes before anything is written; what cannot be read refuses the call. */
export function saveMany({ trace }: RestCall, allOrNone: boolean): SaveOptions {
  return {
    allOrNone,
    async beforeWriting(refused: readonly Refusal[]) {
      const unread = refused.find(({ refusal }) => OF_THE_CALL.has(refusal));
      if (unread) throw trace.failed(unread.refusal, unread.values);
      await trace.passed('record');
    },
  };
}
