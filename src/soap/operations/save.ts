/** create(sObjects), update(sObjects), upsert(externalIDFieldName, sObjects), delete(ids) and undelete(ids): up to 200 records (soap-data.md 5). */
import type { Session } from '../../data/data.ts';
import type { FieldDefinition, ObjectDefinition } from '../../data/definition.ts';
import type { Sent } from '../../data/save/draft.ts';
import { entryById, isUpsertKey, updateEntry, upsertEntry } from '../../data/save/entries.ts';
import { check } from '../../refusals/check.ts';
import type { SessionCall, SessionOperation } from '../operation.ts';
import { idsOf, recordsOf } from '../records/read-record.ts';
import { saveRecords } from '../records/save-records.ts';
import { sessionOf } from '../session.ts';

export const create: SessionOperation = {
  name: 'create',
  session: 'needed',
  parameters: ['sObjects'],

  async answer(call) {
    const session = await sessionOf(call);
    const entries = recordsOf(call, session).map(({ object, sent }) => {
      return { action: 'create', object, sent: withoutNoId(sent) } as const;
    });
    return saveRecords(call, session, entries);
  },
};

/** A record may say that it has no id yet. */
function withoutNoId(sent: Sent): Sent {
  const isId = (name: string) => name.toLowerCase() === 'id';
  const own = Object.entries(sent).filter(([name, value]) => !isId(name) || !isBlank(value));
  return Object.fromEntries(own);
}

function isBlank(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

export const update: SessionOperation = {
  name: 'update',
  session: 'needed',
  parameters: ['sObjects'],

  async answer(call) {
    const session = await sessionOf(call);
    const entries = recordsOf(call, session).map(({ object, sent }) => updateEntry(object, sent));
    return saveRecords(call, session, entries);
  },
};

export const upsert: SessionOperation = {
  name: 'upsert',
  session: 'needed',
  parameters: ['externalIDFieldName', 'sObjects'],

  async answer(call) {
    const session = await sessionOf(call);
    const name = call.parameters.text('externalIDFieldName').trim();
    // Values of one field may be there once for each object.
    const seen = new Map<ObjectDefinition, Set<string>>();
    const entries = recordsOf(call, session).map(({ object, sent }) => {
      const values = seen.get(object) ?? new Set();
      seen.set(object, values);
      return upsertEntry(object, keyOf(call, session, object, name), sent, values);
    });
    return saveRecords(call, session, entries, { isUpsert: true });
  },
};

/** @throws Refusal */
function keyOf(call: SessionCall, session: Session, object: ObjectDefinition, name: string): FieldDefinition {
  const key = session.schema.field(object, name);
  check(call, 'soap-record.external-id', key && isUpsertKey(key), { field: name, object: object.name });
  return key;
}

export const deletion: SessionOperation = byIds('delete');
export const undeletion: SessionOperation = byIds('undelete');

function byIds(name: 'delete' | 'undelete'): SessionOperation {
  return {
    name,
    session: 'needed',
    parameters: ['ids'],

    async answer(call) {
      const session = await sessionOf(call);
      const entries = idsOf(call).map((id) => entryById(session, name, id));
      return saveRecords(call, session, entries);
    },
  };
}
