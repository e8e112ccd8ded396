/** `columns=true`: what a query would answer, instead of the answer (clients.md 2.2: sf data query needs it). */
import type { ObjectType } from '../objects/object.ts';
import type { ObjectField } from './parse.ts';
import type { Selection } from './run.ts';

export function describeColumns(object: ObjectType, selection: Selection): unknown {
  const fields = selection === 'COUNT()' ? [] : selection;
  return {
    columnMetadata: fields.map(describeColumn),
    entityName: object.name,
    groupBy: false,
    idSelected: fields.some(({ name }) => name === 'Id'),
    keyPrefix: object.keyPrefix,
  };
}

function describeColumn({ name, type }: ObjectField): Record<string, unknown> {
  return {
    aggregate: false,
    apexType: type,
    booleanType: type === 'Boolean',
    columnName: name,
    custom: false,
    displayName: name,
    foreignKeyName: null,
    insertable: false,
    joinColumns: [],
    numberType: type === 'Integer' || type === 'Double',
    textType: type === 'String',
    updatable: false,
  };
}
