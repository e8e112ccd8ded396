/** SOQL text -> the parts that fauxforce evaluates; everything else is refused by name. */
import type { Query } from '@jetstreamapp/soql-parser-js';
import { type Field, fieldNamed } from '../../org/record-fields.ts';
import { check, refuse, type Traced } from '../../refusals/check.ts';
import type { ObjectType } from '../objects/object.ts';
import { OBJECTS, objectNamed } from '../objects/registry.ts';
import { placeOf, placeOfObject } from './query-text.ts';

/** A query with its object found. */
export interface ReadQuery extends Traced {
  readonly soql: string;
  readonly query: Query;
  readonly object: ObjectType;
}

export type ObjectField = Pick<Field<never>, 'name' | 'type'>;

const NOT_EVALUATED = {
  groupBy: 'GROUP BY',
  having: 'HAVING',
  usingScope: 'USING SCOPE',
  withDataCategory: 'WITH DATA CATEGORY',
  withSecurityEnforced: 'WITH SECURITY_ENFORCED',
  withAccessLevel: 'WITH USER_MODE and SYSTEM_MODE',
  for: 'FOR VIEW, REFERENCE and UPDATE',
  update: 'UPDATE TRACKING and VIEWSTAT',
} as const satisfies Partial<Record<keyof Query, string>>;

/** A third of a second: loaded with the first query, or when there is nothing else to do. */
export function loadParser() {
  return import('@jetstreamapp/soql-parser-js');
}

/** @throws Refusal */
export async function readQuery(soql: string, request: Traced): Promise<ReadQuery> {
  const query = await parse(soql, request);
  const name = query.sObject ?? '';
  const object = objectNamed(name);
  check(request, 'query.object', object, {
    object: name,
    place: placeOfObject(soql, name),
    known: OBJECTS.map((known) => known.name),
  });
  for (const [clause, feature] of Object.entries(NOT_EVALUATED)) {
    if (query[clause as keyof typeof NOT_EVALUATED] !== undefined)
      refuse(request, 'query.unsupported', { feature });
  }
  return { soql, query, object, trace: request.trace };
}

async function parse(soql: string, request: Traced): Promise<Query> {
  const { parseQuery } = await loadParser();
  try {
    return parseQuery(soql);
  } catch (error) {
    refuse(request, 'query.malformed', { problem: problemOf(error) });
  }
}

/** The parser's complaint in Salesforce's words. */
function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const [, character, line, column] = /^unexpected character: ->(.)<-.*\((\d+):(\d+)\)/s.exec(message) ?? [];
  if (character !== undefined) {
    return `line ${line}:${Number(column) - 1} no viable alternative at character '${character}'`;
  }
  const found = /found(?: -->|:)\s*('.*'|\S+)/s.exec(message)?.[1]?.replace(/^'|'$/g, '');
  return `unexpected token: '${found || '<EOF>'}'`;
}

/**
 * A field as the query names it: alone, or after the object's name or alias.
 *
 * @throws Refusal
 */
export function findField(read: ReadQuery, written: string): ObjectField {
  const { soql, query, object } = read;
  const parts = written.split('.');
  const prefix = parts.length > 1 ? parts[0]?.toLowerCase() : undefined;
  const own = prefix === query.sObjectAlias?.toLowerCase() || prefix === object.name.toLowerCase();
  const path = prefix !== undefined && own ? parts.slice(1) : parts;
  if (path.length > 1) refuse(read, 'query.unsupported', { feature: `relationships (${written})` });
  const field = path[0] ?? '';
  const found = fieldNamed(object.fields, field);
  check(read, 'query.field', found, { field, object: object.name, place: placeOf(soql, written) });
  return found;
}
