/** retrieve(fieldList, sObjectType, ids): records by their ids, in their order, nothing where there is none that the caller sees (soap-data.md 5). */
import type { Session } from '../../data/data.ts';
import type { FieldDefinition, ObjectDefinition } from '../../data/definition.ts';
import { rowsById } from '../../data/find.ts';
import { isRecordId } from '../../data/ids.ts';
import type { StoredRow } from '../../data/rows.ts';
import { addressOf } from '../../data/soql/address.ts';
import type { Column, ResultRow } from '../../data/soql/result.ts';
import { check } from '../../refusals/check.ts';
import type { SessionCall, SessionOperation } from '../operation.ts';
import { idsOf, objectNamed } from '../records/read-record.ts';
import { recordElement } from '../records/write-record.ts';
import { sessionOf } from '../session.ts';
import { element } from '../xml.ts';

const MOST = 2_000;

export const retrieve: SessionOperation = {
  name: 'retrieve',
  session: 'needed',
  parameters: ['fieldList', 'sObjectType', 'ids'],

  async answer(call) {
    const { api, parameters, trace } = call;
    const session = await sessionOf(call);
    const object = objectNamed(call, session, parameters.text('sObjectType').trim());
    const fields = fieldsNamed(call, session, object);
    const ids = idsOf(call, MOST);
    for (const id of ids) check(call, 'soap-record.malformed-id', isRecordId(id), { id });
    await trace.passed('soap-record');
    const rows = await rowsById(session, object, ids);
    const columns = fields.map(columnOf);
    return rows.map((row) =>
      row && !row.isDeleted
        ? recordElement(api, 'result', resultRow(object, fields, row), columns, { isKnown: true })
        : element('result', null),
    );
  },
};

/** @throws Refusal */
function fieldsNamed(call: SessionCall, session: Session, object: ObjectDefinition): FieldDefinition[] {
  const names = call.parameters.text('fieldList').split(',');
  const fields = names
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      const field = session.schema.field(object, name);
      check(call, 'soap-record.unknown-field', field, { field: name, object: object.name });
      return field;
    });
  return [...new Set(fields)];
}

function columnOf(field: FieldDefinition): Column {
  return { kind: 'value', name: field.name, type: field.type, field, isAggregate: false };
}

function resultRow(
  object: ObjectDefinition,
  fields: readonly FieldDefinition[],
  { row }: StoredRow,
): ResultRow {
  const cells = fields.map((field) =>
    field.type === 'address' ? addressOf(object, field, row) : (row[field.name] ?? null),
  );
  return { type: object.name, id: String(row.Id), cells };
}
