/** A record that passed its checks -> the change that the store makes. */
import type {
  ChildRules,
  RecordChange,
  RecordKey,
  RecordNeed,
  RecordNumber,
  UniqueField,
  UniqueFields,
} from '../../store/port.ts';
import { isView } from '../data.ts';
import type { DataRow, FieldDefinition, ObjectDefinition, Schema } from '../definition.ts';
import type { StoredRow } from '../rows.ts';
import { folded, isIndexed, storedFields } from '../rows.ts';

interface Prepared {
  readonly object: ObjectDefinition;
  readonly id: string;
  readonly row: DataRow;
  readonly needs: readonly RecordNeed[];
  /** The field of an upsert: no other record may get its value meanwhile. */
  readonly upsertBy?: FieldDefinition | undefined;
}

export function insertion({ object, id, row, needs, upsertBy }: Prepared): RecordChange {
  const numbers = object.fields.flatMap((field) => numberOf(field, row));
  return {
    kind: 'insert',
    object: object.name,
    id,
    fields: storedFields(object, row),
    keys: keysOf(object, row, upsertBy),
    needs,
    ...(numbers.length > 0 ? { numbers } : {}),
  };
}

/** `INV-{YYYY}-{0000}`: the text around the number, with the day on which the record is made. */
function numberOf(
  { name, autoNumber, isCaseSensitive }: FieldDefinition,
  { CreatedDate }: DataRow,
): RecordNumber[] {
  if (!autoNumber) return [];
  const [year = '', month = '', day = ''] = String(CreatedDate).slice(0, 10).split('-');
  const dated = autoNumber.format
    .replaceAll('{YYYY}', year)
    .replaceAll('{YY}', year.slice(-2))
    .replaceAll('{MM}', month)
    .replaceAll('{DD}', day);
  const [prefix = '', zeros = '', suffix = ''] = dated.split(/[{}]/);
  const isFolded = !isCaseSensitive;
  return [{ field: name, prefix, digits: zeros.length, suffix, first: autoNumber.first, isFolded }];
}

export function update({ object, id, row, needs, upsertBy }: Prepared, before: StoredRow): RecordChange {
  const had = keysOf(object, before.row);
  const has = keysOf(object, row, upsertBy);
  return {
    kind: 'update',
    object: object.name,
    id,
    seen: before.version,
    fields: storedFields(object, row),
    gone: had.filter((key) => !has.some((other) => isSame(key, other))),
    keys: has.filter((key) => !had.some((other) => isSame(key, other))),
    needs,
  };
}

/** What is deleted together with its parent does not come back without it. */
export function undeletion({ objects }: Schema, object: ObjectDefinition, row: DataRow): RecordChange {
  const needs = newReferences(object, row).flatMap(([{ name: field }, id]) => {
    const parent = objects.find(({ keyPrefix }) => id.startsWith(keyPrefix));
    const rule = parent?.childRelationships.find(
      (child) => child.childObject === object.name && child.field === field,
    );
    const isNeeded = parent && !isView(parent) && rule && rule.onDelete !== 'clear';
    return isNeeded ? [{ field, object: parent.name, id }] : [];
  });
  return {
    kind: 'undelete',
    object: object.name,
    id: String(row.Id),
    keys: keysOf(object, row),
    needs,
    uniques: uniquesOf(objects),
  };
}

const uniques = new WeakMap<Schema['objects'], UniqueFields>();

function uniquesOf(objects: Schema['objects']): UniqueFields {
  const known = uniques.get(objects) ?? Object.fromEntries(objects.flatMap(uniqueFieldsOf));
  uniques.set(objects, known);
  return known;
}

function uniqueFieldsOf(object: ObjectDefinition): [string, UniqueField[]][] {
  const own = isView(object) ? [] : object.fields.filter(({ isUnique }) => isUnique);
  if (own.length === 0) return [];
  return [
    [object.name, own.map(({ name: field, isCaseSensitive }) => ({ field, isFolded: !isCaseSensitive }))],
  ];
}

/** Fields whose value is another than before, of those that lead to records. */
export function newReferences(
  object: ObjectDefinition,
  row: DataRow,
  before: DataRow = {},
): (readonly [FieldDefinition, string])[] {
  return object.fields.flatMap((field) => {
    const value = row[field.name];
    const isNew = field.type === 'reference' && isIndexed(field) && value !== before[field.name];
    return isNew && typeof value === 'string' ? [[field, value] as const] : [];
  });
}

function keysOf(object: ObjectDefinition, row: DataRow, upsertBy?: FieldDefinition): RecordKey[] {
  return object.fields.flatMap((field) => {
    const value = row[field.name];
    if (field.type === 'id' || !isIndexed(field) || value === undefined || value === null) return [];
    return [
      {
        field: field.name,
        value: folded(field, value),
        isUnique: field.isUnique || field.name === upsertBy?.name,
      },
    ];
  });
}

function isSame(one: RecordKey, other: RecordKey): boolean {
  return one.field === other.field && one.value === other.value;
}

const rules = new WeakMap<Schema, ChildRules>();

/** What deleting a record of any object does to others. */
export function childRules(schema: Schema): ChildRules {
  const known = rules.get(schema) ?? rulesOf(schema);
  rules.set(schema, known);
  return known;
}

function rulesOf(schema: Schema): ChildRules {
  const own = schema.objects.map(({ name, childRelationships }) => {
    const stored = childRelationships.filter(({ childObject, field }) =>
      isStored(schema, childObject, field),
    );
    return [
      name,
      stored.map(({ childObject, field, onDelete }) => ({ object: childObject, field, onDelete })),
    ] as const;
  });
  return Object.fromEntries(own);
}

function isStored(schema: Schema, childObject: string, name: string): boolean {
  const object = schema.object(childObject);
  const field = object && schema.field(object, name);
  return object !== undefined && !isView(object) && field !== undefined && isIndexed(field);
}
