/** How a redirect_uri differs from a callback URL that it was meant to be: each difference by its cause, in words. */
import { sameRedirectUri } from './callback.ts';

export const CALLBACK_CAUSES = [
  'scheme',
  'localhost',
  'host',
  'port',
  'trailing slash',
  'case',
  'encoding',
  'path',
  'query',
  'fragment',
  'text',
] as const;

export type CallbackCause = (typeof CALLBACK_CAUSES)[number];

export interface CallbackDifference {
  readonly cause: CallbackCause;
  /** The part that was sent; empty: there is none. */
  readonly sent: string;
  readonly registered: string;
  /** What it means, as a sentence. */
  readonly meaning: string;
}

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const MEANING: Readonly<Record<CallbackCause, string>> = {
  scheme: 'The schemes differ: http and https are two callbacks.',
  localhost: 'localhost, 127.0.0.1 and [::1] are three names: Salesforce compares the text, not the machine.',
  host: 'The hosts differ.',
  port: 'The ports differ: there is no loopback exception, each port is a callback of its own.',
  'trailing slash': 'One of them ends in a slash.',
  case: 'Only upper and lower case differ, which count in path, query and fragment.',
  encoding: 'They are the same once percent escapes are read: the text is compared as it stands.',
  path: 'The paths differ.',
  query: 'The queries differ: a registered query must be sent whole, and no other may be added.',
  fragment: 'The fragments differ.',
  text: 'The texts differ.',
};

/** @returns none for what Salesforce takes as equal */
export function callbackDifferences(sent: string, registered: string): CallbackDifference[] {
  if (sameRedirectUri(sent, registered)) return [];
  const [a, b] = [partsOf(sent), partsOf(registered)];
  if (!a || !b) return [difference(unparted(sent, registered), sent, registered)];
  return [
    ...parts('scheme', lower(a.scheme), lower(b.scheme)),
    ...hosts(lower(a.host), lower(b.host)),
    ...parts('port', a.port, b.port),
    ...within('path', a.path, b.path),
    ...within('query', a.query, b.query),
    ...within('fragment', a.fragment, b.fragment),
  ];
}

/** Index of the first character that differs; the length of the shorter text if it begins the other. */
export function firstDifference(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  return i;
}

function parts(cause: CallbackCause, sent: string, registered: string): CallbackDifference[] {
  return sent === registered ? [] : [difference(cause, sent, registered)];
}

function hosts(sent: string, registered: string): CallbackDifference[] {
  return parts(isLoopback(sent) && isLoopback(registered) ? 'localhost' : 'host', sent, registered);
}

/** A path, query or fragment: what tells both apart may be less than all of it. */
function within(part: 'path' | 'query' | 'fragment', sent: string, registered: string): CallbackDifference[] {
  const isSlash = part === 'path' && sent.endsWith('/') !== registered.endsWith('/');
  const [a, b] = isSlash ? [withoutSlash(sent), withoutSlash(registered)] : [sent, registered];
  const slash = isSlash ? [difference('trailing slash', sent, registered)] : [];
  if (a === b) return slash;
  if (lower(a) === lower(b)) return [...slash, difference('case', sent, registered)];
  if (decoded(a) === decoded(b)) return [...slash, difference('encoding', sent, registered)];
  return [difference(part, sent, registered)];
}

/** Of texts that are no URLs with an authority: a whole URL that was encoded twice is one. */
function unparted(sent: string, registered: string): CallbackCause {
  if ([registered, decoded(registered)].includes(decoded(sent))) return 'encoding';
  return lower(sent) === lower(registered) ? 'case' : 'text';
}

function difference(cause: CallbackCause, sent: string, registered: string): CallbackDifference {
  return { cause, sent, registered, meaning: MEANING[cause] };
}

/** Nothing is normalised, as browsers would: the text is what Salesforce compares. Undefined for `myapp:done`. */
function partsOf(url: string): Parts | undefined {
  const mark = url.indexOf('://');
  if (mark < 1) return undefined;
  const [beforeFragment, fragment] = cut(url.slice(mark + 3), '#');
  const [beforeQuery, query] = cut(beforeFragment, '?');
  const slash = beforeQuery.indexOf('/');
  const authority = slash < 0 ? beforeQuery : beforeQuery.slice(0, slash);
  const colon = authority.lastIndexOf(':');
  const hasPort = colon > authority.lastIndexOf(']');
  return {
    scheme: url.slice(0, mark),
    host: hasPort ? authority.slice(0, colon) : authority,
    port: hasPort ? authority.slice(colon + 1) : '',
    path: slash < 0 ? '' : beforeQuery.slice(slash),
    query,
    fragment,
  };
}

/** The text before the first mark, and the rest from the mark on. */
function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function lower(text: string): string {
  return text.toLowerCase();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
