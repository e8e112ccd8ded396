/**
 * Rows of the wire facts: `rest-data 2.8/too-long` is one of section 2.8 of rest-data.md. A test shows one by `expectRow`, or
 * docs/limits.md says why none does.
 */
import { IDENTITY } from './identity.ts';
import { REST_DATA } from './rest-data.ts';
import { SETUP_SAML } from './setup-saml.ts';
import { SOAP_DATA } from './soap-data.ts';

/** What a row says, in our own words; with the heading of docs/limits.md and words that stand below it where nothing shows it. */
export type Row = string | { readonly what: string; readonly limits: string; readonly words: string };

export type Rows = Readonly<Record<string, Row>>;

export const ROWS = {
  'rest-data': REST_DATA,
  'soap-data': SOAP_DATA,
  'identity-and-resources': IDENTITY,
  'setup-pages': SETUP_SAML,
} as const satisfies Record<string, Rows>;

type Document = keyof typeof ROWS;

export type RowId = { [D in Document]: `${D} ${keyof (typeof ROWS)[D] & string}` }[Document];

/** Every row with its id, in the order of the facts. */
export function everyRow(): readonly (readonly [id: string, row: Row])[] {
  return Object.entries<Rows>(ROWS).flatMap(([document, rows]) =>
    Object.entries(rows).map(([name, row]) => [`${document} ${name}`, row] as const),
  );
}
