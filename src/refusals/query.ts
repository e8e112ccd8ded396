/** Refusals of a SOQL query: 400, most with the line, a caret and its place (identity-and-resources.md 10.4). */

import { family } from './family.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';
import { withToken } from './recipe-words.ts';
import type { Recipe } from './refusal.ts';

/** Where a query went wrong. */
export interface QueryPlace {
  /** The line of the query, as sent. */
  readonly line: string;
  /** From 1. */
  readonly row: number;
  /** From 1. */
  readonly column: number;
}

function pointing({ line, row, column }: QueryPlace, text: string): string {
  return `\n${line}\n${' '.repeat(column - 1)}^\nERROR at Row:${row}:Column:${column}\n${text}`;
}

function query(soql: string): Recipe {
  return withToken({
    method: 'GET',
    path: `/services/data/v60.0/query?q=${encodeURIComponent(soql)}`,
    headers: { authorization: 'Bearer {{access_token}}' },
  });
}

const SHARED = {
  at: place('query'),
  surface: 'rest-array',
  status: 400,
  section: 'identity-and-resources.md 10.4',
} as const;

export const queryRefusals = family('query', SHARED, {
  missing: {
    error: 'MALFORMED_QUERY',
    description: 'A query string has to be specified',
    why: () => 'the parameter q holds the query',
    fix: 'Send the SOQL query as the parameter q.',
    evidence: 'client',
    recipe: withToken({
      method: 'GET',
      path: '/services/data/v60.0/query',
      headers: { authorization: 'Bearer {{access_token}}' },
    }),
  },
  malformed: {
    error: 'MALFORMED_QUERY',
    description: ({ problem }) => problem,
    why: ({ problem }: { problem: string }) => `reading the query as SOQL gave: ${problem}`,
    fix: 'Correct the query near the named token.',
    evidence: { observed: 'EloquentSalesForce#68' },
    recipe: query('SELECT Id FRM User'),
  },
  unsupported: {
    error: 'MALFORMED_QUERY',
    description: ({ feature }) => `fauxforce does not evaluate ${feature}`,
    why: ({ feature }: { feature: string }) =>
      `the query uses ${feature}; fauxforce evaluates SELECT of fields or COUNT(), WHERE with comparisons, IN and LIKE, ORDER BY, LIMIT and OFFSET`,
    fix: 'Salesforce itself may accept this query. Write it with the parts above for the test.',
    evidence: 'unconfirmed',
    recipe: query('SELECT Profile.Name FROM User'),
  },
  object: {
    error: 'INVALID_TYPE',
    description: ({ object, place }) =>
      pointing(
        place,
        `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
      ),
    why: ({ object, known }: { object: string; place: QueryPlace; known: readonly string[] }) =>
      `object ${object} is looked up among ${known.join(', ')}`,
    fix: 'Query an object that /sobjects lists. A query for ScratchOrgInfo is how clients learn that an org is no Dev Hub.',
    evidence: { observed: 'identity-and-resources.md 10.4, an answer as text' },
    recipe: query('SELECT Id FROM ScratchOrgInfo limit 1'),
  },
  field: {
    error: 'INVALID_FIELD',
    description: ({ field, object, place }) =>
      pointing(
        place,
        `No such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
      ),
    why: ({ field, object }: { field: string; object: string; place: QueryPlace }) =>
      `field ${field} is looked up among the fields of ${object}`,
    fix: 'Query a field that the record has: GET /sobjects/<object>/<id> shows them all.',
    evidence: 'client',
    recipe: query('SELECT Favourite FROM User'),
  },
  'filter-type': {
    error: 'INVALID_FIELD',
    description: ({ field, type, quoted, place }) =>
      pointing(
        place,
        `value of filter criterion for field '${field}' must be of type ${type} and should ${quoted ? '' : 'not '}be enclosed in quotes`,
      ),
    why: ({ field, type }: { field: string; type: string; quoted: boolean; place: QueryPlace }) =>
      `field ${field} is compared with a value that must be of type ${type}`,
    fix: 'Put quotes around text, and none around numbers, dates, true and false.',
    evidence: 'recalled',
    recipe: query("SELECT Id FROM User WHERE IsActive = 'true'"),
  },
  'filter-id': {
    error: 'INVALID_QUERY_FILTER_OPERATOR',
    description: ({ value, place }) => pointing(place, `invalid ID field: ${value}`),
    why: ({ value }: { value: string; place: QueryPlace }) =>
      `an id field is compared with ${quote(value)}, which must be an id of 15 or 18 characters`,
    fix: 'Compare ids with whole ids.',
    evidence: 'recalled',
    recipe: query("SELECT Id FROM User WHERE Id = 'ada'"),
  },
});
