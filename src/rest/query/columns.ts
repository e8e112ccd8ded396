/** `columns=true`: what a query would answer, instead of the answer (clients.md 2.2: sf data query needs it). */
import type { FieldType, ObjectDefinition } from '../../data/definition.ts';
import type { Column } from '../../data/soql/result.ts';

export function describeColumns(
  object: ObjectDefinition,
  columns: readonly Column[],
  isGrouped: boolean,
): unknown {
  return {
    columnMetadata: columns.map(describeColumn),
    entityName: object.name,
    groupBy: isGrouped,
    idSelected: columns.some(({ name }) => name === 'Id'),
    keyPrefix: object.keyPrefix,
  };
}

/** sf tells a list of children by `aggregate` and its join columns. */
function describeColumn(column: Column): Record<string, unknown> {
  const { kind, name } = column;
  if (kind === 'value') return describeValue(column);
  return {
    ...NOTHING,
    aggregate: kind === 'children',
    apexType: 'complexvalue',
    columnName: name,
    displayName: name,
    joinColumns: column.columns.map(describeColumn),
  };
}

/** Members in the order of the answer. */
const NOTHING = {
  aggregate: false,
  apexType: '',
  booleanType: false,
  columnName: '',
  custom: false,
  displayName: '',
  foreignKeyName: null,
  insertable: false,
  joinColumns: [] as unknown[],
  numberType: false,
  textType: false,
  updatable: false,
};

function describeValue({ name, type, field, isAggregate }: Extract<Column, { kind: 'value' }>) {
  const apexType = APEX_TYPES[type] ?? 'String';
  return {
    ...NOTHING,
    aggregate: isAggregate,
    apexType,
    booleanType: apexType === 'Boolean',
    columnName: name,
    custom: field?.isCustom ?? false,
    displayName: name,
    insertable: field?.isCreateable ?? false,
    numberType: apexType === 'Integer' || apexType === 'Double',
    textType: apexType === 'String',
    updatable: field?.isUpdateable ?? false,
  };
}

/** All others are texts. */
const APEX_TYPES: Partial<Record<FieldType, string>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
  time: 'Time',
  address: 'Address',
};
