/** Runs a query over the records of the caller's org. */
import { refuse } from '../../refusals/check.ts';
import type { RecordFields } from '../objects/object.ts';
import { comparable, order } from './compare.ts';
import { findField, type ObjectField, type ReadQuery } from './parse.ts';
import { compileWhere } from './where.ts';

/** What is selected: fields in the order they were asked for, or how many records there are. */
export type Selection = readonly ObjectField[] | 'COUNT()';

/** @throws Refusal */
export function readSelection(read: ReadQuery): Selection {
  const { query } = read;
  const asked = query.fields ?? [];
  const [only] = asked;
  if (
    asked.length === 1 &&
    only?.type === 'FieldFunctionExpression' &&
    only.rawValue?.toUpperCase() === 'COUNT()'
  ) {
    return 'COUNT()';
  }
  const fields = asked.map((item) => {
    if (item.type !== 'Field' && item.type !== 'FieldRelationship') {
      return refuse(read, 'query.unsupported', { feature: 'functions and subqueries in SELECT' });
    }
    if ('alias' in item && item.alias !== undefined) {
      refuse(read, 'query.malformed', { problem: 'only aggregate expressions use field aliasing' });
    }
    return findField(read, 'rawValue' in item && item.rawValue ? item.rawValue : item.field);
  });
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice) refuse(read, 'query.malformed', { problem: `duplicate field selected: ${twice.name}` });
  return fields;
}

/** The records that the query finds, sorted and cut. @throws Refusal */
export function findRecords(read: ReadQuery, records: readonly RecordFields[]): RecordFields[] {
  const { limit, offset = 0 } = read.query;
  const found = records.filter(compileWhere(read)).sort(compileOrder(read));
  return found.slice(offset, limit === undefined ? undefined : offset + limit);
}

/** Nulls come first unless the query says otherwise. */
function compileOrder(read: ReadQuery): (left: RecordFields, right: RecordFields) => number {
  const criteria = [read.query.orderBy ?? []].flat().map((criterion) => {
    if (!('field' in criterion)) {
      return refuse(read, 'query.unsupported', { feature: 'functions in ORDER BY' });
    }
    const { name, type } = findField(read, criterion.field);
    const direction = criterion.order === 'DESC' ? -1 : 1;
    const nulls = criterion.nulls === 'LAST' ? 1 : -1;
    return { name, type, direction, nulls };
  });
  return (left, right) => {
    for (const { name, type, direction, nulls } of criteria) {
      const a = comparable(type, left[name] ?? null);
      const b = comparable(type, right[name] ?? null);
      if (a === b) continue;
      if (a === null) return nulls;
      if (b === null) return -nulls;
      return direction * order(a, b);
    }
    return 0;
  };
}
