/** The headers Salesforce's edge puts on every answer, and how it spells and orders them (identity-and-resources.md 0.1, token.md 1.4). */
import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';
import { memoize } from './memoize.ts';

export const JSON_TYPE = 'application/json;charset=UTF-8';
export const HTML_TYPE = 'text/html;charset=UTF-8';

/** Names the journal's entry of a request in its answer. */
export const JOURNAL_HEADER = 'x-fauxforce-journal';

/** As recorded in 2023; {@link headAsSent} spells them. */
const EDGE_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-xss-protection': '1; mode=block',
  'x-robots-tag': 'none',
  'cache-control': 'no-cache,must-revalidate,max-age=0,no-store,private',
  vary: 'Accept-Encoding',
};

const EDGE_HEADERS_OF_SALESFORCE: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  ...EDGE_HEADERS,
};

/**
 * @param isSalesforceHost whether a name of Salesforce's was called: on any other name, Strict-Transport-Security would make
 * browsers ask for https on every port of the developer's machine, for two years
 */
export function edgeHeaders(isSalesforceHost: boolean): Readonly<Record<string, string>> {
  return isSalesforceHost ? EDGE_HEADERS_OF_SALESFORCE : EDGE_HEADERS;
}

/** Answers that were recorded without `Vary` keep it where it says something to a browser: that the origin counts. */
export function removeVary(reply: {
  getHeader(name: string): unknown;
  removeHeader(name: string): unknown;
}): void {
  if (reply.getHeader('vary') === EDGE_HEADERS.vary) reply.removeHeader('vary');
}

/** Discovery, keys and auth-configuration answer every origin. */
export const PUBLIC_CORS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Credentials': 'false',
  'Access-Control-Allow-Origin': '*',
};

export const LONG_AGO = 'Thu, 01 Jan 1970 00:00:00 GMT';

/** Those that follow all others, in this order. Ours is behind Salesforce's. */
const LAST: readonly string[] = [
  'content-type',
  'vary',
  'content-encoding',
  'transfer-encoding',
  'content-length',
  JOURNAL_HEADER,
  'connection',
];
const IS_LAST: ReadonlySet<string> = new Set(LAST);

/** Names whose words do not just begin with a capital; the header that is ours stays small. */
const SPELLED: Readonly<Record<string, string>> = {
  'x-xss-protection': 'X-XSS-Protection',
  'www-authenticate': 'WWW-Authenticate',
  etag: 'ETag',
  [JOURNAL_HEADER]: JOURNAL_HEADER,
};

/**
 * The head of an answer: Date first, then the others in the order they were set.
 *
 * @param headers by their names in small letters
 * @returns names and values by turns
 */
export function headAsSent(headers: OutgoingHttpHeaders, date: string): OutgoingHttpHeader[] {
  const head: OutgoingHttpHeader[] = ['Date', date];
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && name !== 'date' && !IS_LAST.has(name)) head.push(spell(name), value);
  }
  for (const name of LAST) {
    const value = headers[name];
    if (value !== undefined) head.push(spell(name), value);
  }
  return head;
}

/** Names can come from outside, in a response that a test armed. */
const spell = memoize(
  100,
  (name) => SPELLED[name] ?? name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()),
);
