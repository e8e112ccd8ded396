/** Form-encoded strings, read as a servlet reads them and written as `java.net.URLEncoder` writes them. */

/** Parameters of one request. The first of several values counts, and the query comes before the body. */
export type FormParameters = ReadonlyMap<string, string>;

export const NO_PARAMETERS: FormParameters = new Map();

/** A form of a page of ours: every value of each name, and the files, as far as somebody chose one. */
export interface SentForm {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Names and values that one form may have; no request of Salesforce's comes near. */
export const MOST_PARAMETERS = 1_000;

export const TOO_MANY_PARAMETERS = `it has more than ${MOST_PARAMETERS} parameters`;

/** What stands behind the first question mark of a URL. */
export function queryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}

/** Parses `a=1&b=2`; malformed percent escapes are kept as they are. Pairs beyond the most are not looked at. */
export function readForm(text: string): FormParameters {
  if (text === '') return NO_PARAMETERS;
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text.slice(0, endOfPairs(text))))
    if (!parameters.has(name)) parameters.set(name, value);
  return parameters;
}

/** Parses the same into every value of each name. */
export function readAllValues(text: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text.slice(0, endOfPairs(text))))
    addValue(values, name, value);
  return values;
}

export function addValue(values: Map<string, string[]>, name: string, value: string): void {
  const known = values.get(name);
  if (known) known.push(value);
  else values.set(name, [value]);
}

export function hasTooManyPairs(text: string): boolean {
  return endOfPairs(text) + 1 < text.length;
}

/** Where the last pair ends that may be read: the time that `URLSearchParams` takes grows with the square of their number. */
function endOfPairs(text: string): number {
  if (text.length < MOST_PARAMETERS) return text.length;
  let end = -1;
  for (let pairs = 0; pairs < MOST_PARAMETERS; pairs++) {
    end = text.indexOf('&', end + 1);
    if (end < 0) return text.length;
  }
  return end;
}

/** The parameters of both, those of the first before those of the second. */
export function merged(first: FormParameters, second: FormParameters): FormParameters {
  if (second.size === 0) return first;
  if (first.size === 0) return second;
  const both = new Map(first);
  for (const [name, value] of second) if (!both.has(name)) both.set(name, value);
  return both;
}

/** `java.net.URLEncoder`: a space is `+`, and all but letters, digits and `.-*_` is escaped. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** `a=1&b=2` with `+` for a space: queries of redirects (authorize.md 1, B and C). Undefined members are left out. */
export function writeQuery(members: Readonly<Record<string, string | undefined>>): string {
  return writePairs(
    Object.entries(members).filter((member): member is [string, string] => member[1] !== undefined),
  );
}

/** The same of names that may be there several times. */
export function writePairs(pairs: readonly (readonly [name: string, value: string])[]): string {
  return pairs.map(([name, value]) => `${urlEncode(name)}=${urlEncode(value)}`).join('&');
}

/** `a=1&b=2` with `%20` for a space: raw bodies of authorize and revoke (authorize.md 1, A). */
export function writeBody(members: Readonly<Record<string, string>>): string {
  return writeQuery(members).replaceAll('+', '%20');
}

/** The words of a parameter that lists them with spaces between, as `scope` does (RFC 6749 3.3). */
export function wordsOf(text = ''): string[] {
  return text.split(' ').filter((word) => word !== '');
}
