/** Refusals of a SOQL query: most with a window of the query, a caret and its place (rest-data.md 4.3). */

import { family } from './family.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';
import { withToken } from './recipe-words.ts';
import type { Recipe } from './refusal.ts';

/** Where a query went wrong. */
export interface QueryPlace {
  /** What is shown of the query. */
  readonly window: string;
  /** Blanks before the caret. */
  readonly indent: number;
  /** From 1. */
  readonly row: number;
  readonly column: number;
}

/** @param at undefined where Salesforce shows no place */
export function pointing(at: QueryPlace | undefined, text: string): string {
  if (at === undefined) return text;
  const { window, indent, row, column } = at;
  return `\n${window}\n${' '.repeat(indent)}^\nERROR at Row:${row}:Column:${column}\n${text}`;
}

function get(path: string): Recipe {
  return withToken({ method: 'GET', path, headers: { authorization: 'Bearer {{access_token}}' } });
}

/** @param version of the API, where it matters */
function query(soql: string, version = '60.0'): Recipe {
  return get(`/services/data/v${version}/query?q=${encodeURIComponent(soql)}`);
}

/** Of what no query does to the demo org. */
function armed(refusal: string): Recipe {
  const arm = { method: 'POST', path: '/_fauxforce/failures', body: JSON.stringify({ refusal }) } as const;
  return { steps: [arm, ...query('SELECT Id FROM User').steps] };
}

const SHARED = {
  at: place('query'),
  surface: 'rest-array',
  status: 400,
  section: 'rest-data.md 4.3',
} as const;

const CUSTOM_FIELD =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";
const CUSTOM_OBJECT =
  "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";
const CUSTOM_RELATIONSHIP =
  "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.";

export const queryRefusals = family('query', SHARED, {
  missing: {
    error: 'MALFORMED_QUERY',
    description: 'A query string has to be specified',
    why: () => 'the parameter q holds the query',
    fix: 'Send the SOQL query as the parameter q.',
    evidence: { observed: 'idx 28192431102' },
    recipe: get('/services/data/v60.0/query'),
  },
  empty: {
    error: 'MALFORMED_QUERY',
    description: 'SOQL statements cannot be empty or null',
    why: () => 'the parameter q holds more than blanks',
    fix: 'Send the SOQL query as the parameter q.',
    evidence: { observed: 'idx 28192431102' },
    recipe: get('/services/data/v60.0/query?q='),
  },
  'too-long': {
    error: 'MALFORMED_QUERY',
    description: ({ longest }) => `SOQL statements cannot be longer than ${longest} characters.`,
    why: ({ length, longest }: { length: number; longest: number }) =>
      `the query has ${length} characters; ${longest} are the most`,
    fix: 'Ask for less at once, or in several queries.',
    evidence: 'recalled',
    recipe: armed('query.too-long'),
  },
  malformed: {
    error: 'MALFORMED_QUERY',
    description: ({ problem, place }) => pointing(place, problem),
    why: ({ problem }: { problem: string; place: QueryPlace | undefined }) =>
      `reading the query as SOQL gave: ${problem}`,
    fix: 'Correct the query near the named token.',
    evidence: { observed: 'forcedotcom/cli#1356' },
    recipe: query('SELECT Id, FROM User'),
  },
  unsupported: {
    status: 403,
    error: 'FUNCTIONALITY_NOT_ENABLED',
    description: ({ feature }) => `fauxforce does not implement ${feature}; see docs/limits.md`,
    why: ({ feature }: { feature: string }) => `the query uses ${feature}, which fauxforce does not evaluate`,
    fix: 'Salesforce itself may accept this query. Write it without that part for the test.',
    section: 'rest-data.md 14',
    evidence: 'unconfirmed',
    recipe: query('SELECT TYPEOF Owner WHEN User THEN Email END FROM User'),
  },
  object: {
    error: 'INVALID_TYPE',
    description: ({ object, place }) =>
      pointing(place, `sObject type '${object}' is not supported. ${CUSTOM_OBJECT}`),
    why: ({ object }: { object: string; place: QueryPlace }) =>
      `object ${object} is looked up among those that the user may read`,
    fix: 'Query an object that /sobjects lists; it lists what the profile and permission sets let the user read. A query for ScratchOrgInfo is how clients learn that an org is no Dev Hub.',
    evidence: { observed: 'forcedotcom/SalesforceMobileSDK-Android#1113' },
    recipe: query('SELECT Id FROM ScratchOrgInfo limit 1'),
  },
  'not-queryable': {
    error: 'INVALID_TYPE_FOR_OPERATION',
    description: ({ object }) => `entity type ${object} does not support query`,
    why: ({ object }: { object: string }) => `object ${object} can be queried`,
    fix: 'Query another object.',
    evidence: { observed: 'idx 32785227650' },
    recipe: armed('query.not-queryable'),
  },
  field: {
    error: 'INVALID_FIELD',
    description: ({ field, object, place }) =>
      pointing(place, `No such column '${field}' on entity '${object}'. ${CUSTOM_FIELD}`),
    why: ({ field, object }: { field: string; object: string; place: QueryPlace }) =>
      `field ${field} is looked up among the fields of ${object} that the user may read`,
    fix: 'Query a field that the record has: GET /sobjects/<object>/<id> shows all that the user may read.',
    evidence: { observed: 'apache/camel-quarkus#3022' },
    recipe: query('SELECT Favourite FROM User'),
  },
  relationship: {
    error: 'INVALID_FIELD',
    description: ({ relationship, place }) =>
      pointing(
        place,
        `Didn't understand relationship '${relationship}' in field path. ${CUSTOM_RELATIONSHIP}`,
      ),
    why: ({ relationship, object }: { relationship: string; object: string; place: QueryPlace }) =>
      `${relationship} is looked up among the relationships of ${object} to objects that the user may read`,
    fix: 'Name the relationship and not the field: Account.Name and not AccountId.Name, Parent__r.Name and not Parent__c.Name.',
    evidence: { observed: 'idx 70899578625' },
    recipe: query('SELECT Favourite.Name FROM User'),
  },
  children: {
    error: 'INVALID_TYPE',
    description: ({ relationship, place }) =>
      pointing(
        place,
        `Didn't understand relationship '${relationship}' in FROM part of query call. ${CUSTOM_RELATIONSHIP}`,
      ),
    why: ({ relationship, object }: { relationship: string; object: string; place: QueryPlace }) =>
      `${relationship} is looked up among the child relationships of ${object} that the user may read`,
    fix: 'Name the relationship and not the object: (SELECT Id FROM Contacts) and not (SELECT Id FROM Contact).',
    evidence: 'recalled',
    recipe: query('SELECT Id, (SELECT Id FROM Favourites) FROM User'),
  },
  'field-use': {
    error: 'INVALID_FIELD',
    description: ({ problem, place }) => pointing(place, problem),
    why: ({ field, problem }: { field: string; problem: string; place: QueryPlace }) =>
      `of what can be done with ${field}: ${problem}`,
    fix: 'The describe of the object says which fields are filterable, sortable, groupable and aggregatable.',
    evidence: { observed: 'idx 69361245121' },
    recipe: query('SELECT SUM(LastName) FROM User'),
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
    evidence: { observed: 'idx 17462073382' },
    recipe: query("SELECT Id FROM User WHERE Id = 'ada'"),
  },
  'filter-id-malformed': {
    error: 'MALFORMED_QUERY',
    description: ({ value, place }) => pointing(place, `invalid ID field: ${value}`),
    why: ({ value }: { value: string; place: QueryPlace }) =>
      `an id field is compared with ${quote(value)}, which must be an id of 15 or 18 characters; from version 61.0 on that is malformed`,
    fix: 'Compare ids with whole ids.',
    evidence: 'documented',
    recipe: query("SELECT Id FROM User WHERE Id = 'ada'", '62.0'),
  },
  'filter-operator': {
    error: 'INVALID_QUERY_FILTER_OPERATOR',
    description: ({ type, place }) => pointing(place, `invalid operator on ${type} field`),
    why: ({ field, type, operator }: { field: string; type: string; operator: string; place: QueryPlace }) =>
      `${field} is a field of type ${type}, and the query compares it by ${operator}`,
    fix: 'Compare ids, true and false by = and !=; LIKE is for text, INCLUDES and EXCLUDES are for multi-select picklists.',
    evidence: 'recalled',
    recipe: query("SELECT Id FROM User WHERE Id LIKE '005%'"),
  },
  offset: {
    error: 'NUMBER_OUTSIDE_VALID_RANGE',
    description: ({ most, place }) => pointing(place, `Maximum SOQL offset allowed is ${most}`),
    why: ({ offset, most }: { offset: number; most: number; place: QueryPlace }) =>
      `OFFSET is ${offset}; ${most} is the most`,
    fix: 'Follow nextRecordsUrl, or go on after the last Id of the page before.',
    evidence: 'recalled',
    recipe: query('SELECT Id FROM User OFFSET 2001'),
  },
  locator: {
    error: 'INVALID_QUERY_LOCATOR',
    description: 'invalid query locator',
    why: ({ locator }: { locator: string }) =>
      `locator ${quote(locator)} is looked up among those of the user; it ends with its last page, when it was not used for 15 minutes (before version 58.0) or two days, and when ten newer ones have come`,
    fix: 'Follow nextRecordsUrl of the page before, as the same user and soon enough, or run the query again.',
    section: 'rest-data.md 4.2',
    evidence: { observed: 'idx 32330447349' },
    recipe: get('/services/data/v60.0/query/0r8000000000000AAA-2000'),
  },
  'too-many-groups': {
    error: 'EXCEEDED_ID_LIMIT',
    description:
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    why: ({ groups, most }: { groups: number; most: number }) =>
      `the query makes ${groups} groups; ${most} are the most`,
    fix: 'Use LIMIT, or group by less.',
    evidence: 'recalled',
    recipe: armed('query.too-many-groups'),
  },
  'too-complicated': {
    error: 'QUERY_TOO_COMPLICATED',
    description: 'Query is either selecting too many fields or the filter conditions are too complicated.',
    why: ({ what, most }: { what: string; most: number }) => `of ${what} a query may have ${most}`,
    fix: 'Write the query with less of it.',
    evidence: 'recalled',
    recipe: query(`SELECT Id FROM User WHERE ${'('.repeat(101)}Name = null${')'.repeat(101)}`),
  },
  timeout: {
    error: 'QUERY_TIMEOUT',
    description: 'Your query request was running for too long.',
    why: ({ most }: { most: number }) => `the query is answered with ${most} comparisons`,
    fix: 'Filter by an id, a lookup, or a unique or external-id field, or use fewer conditions.',
    evidence: 'client',
    recipe: armed('query.timeout'),
  },
});
