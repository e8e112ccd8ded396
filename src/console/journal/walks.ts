/**
 * Which requests belong together: authorize, log-in, consent, token, and the calls with that token. What one hands to the next is a
 * secret, and a secret has the same fingerprint wherever the journal tells it.
 */
import type { JournalEntry } from '../../journal/entry.ts';
import { isRecord } from '../../wire/json.ts';
import { isFingerprint } from '../fingerprint.ts';

/** Requests that belong together, oldest first. */
export type Walk = readonly JournalEntry[];

/** Names under which a secret goes from one request to the next. A password or a consumer secret joins nothing. */
const HANDED_ON = new Set([
  'access_token',
  'code',
  'device_code',
  'identifier',
  'id_token',
  'otp',
  'refresh_token',
  'source',
  'startURL',
  'subject_token',
  'token',
  'user_code',
]);

/** @param entries newest first. @returns walks, the one with the newest request first */
export function walksIn(entries: readonly JournalEntry[]): Walk[] {
  const walkOf = new Map<string, JournalEntry[]>();
  const walks = new Set<JournalEntry[]>();
  for (const entry of entries.toReversed()) {
    const secrets = secretsOf(entry);
    const [walk = [], ...others] = new Set(
      secrets.map((secret) => walkOf.get(secret)).filter((found) => found !== undefined),
    );
    for (const other of others) {
      walks.delete(other);
      walk.push(...other);
      for (const secret of other.flatMap(secretsOf)) walkOf.set(secret, walk);
    }
    walks.add(walk);
    walk.push(entry);
    for (const secret of secrets) walkOf.set(secret, walk);
  }
  const placeOf = new Map(entries.map((entry, i) => [entry, i]));
  const newest = (walk: Walk) => Math.min(...walk.map((entry) => placeOf.get(entry) ?? 0));
  return [...walks]
    .map((walk) => walk.sort((a, b) => (placeOf.get(b) ?? 0) - (placeOf.get(a) ?? 0)))
    .sort((a, b) => newest(a) - newest(b));
}

/** Fingerprints of what a request was handed, and of what it hands on. */
function secretsOf({ request, response, token }: JournalEntry): string[] {
  const body = isRecord(response.body) ? Object.entries(response.body) : [];
  return [...Object.entries(request), ...body, ...parametersOf(response.location), ['token', token] as const]
    .filter(([name]) => HANDED_ON.has(name))
    .map(([, value]) => value)
    .filter((value): value is string => typeof value === 'string' && isFingerprint(value));
}

/** Of the query and the fragment. */
function parametersOf(url = ''): [string, string][] {
  const mark = url.search(/[?#]/);
  return mark < 0 ? [] : [...new URLSearchParams(url.slice(mark + 1).replace('#', '&'))];
}
