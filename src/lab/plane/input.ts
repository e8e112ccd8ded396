/** Reads what a lab request says, and refuses with one sentence what it cannot understand. */

import { readDuration } from '../../ground/duration.ts';
import { nearestTo } from '../../ground/nearest.ts';
import { asWord, isRecord } from '../../wire/json.ts';
import { LabProblem } from './answer-problem.ts';

/**
 * Reads the query as an object with only these names.
 *
 * @throws LabProblem for any other name
 */
export function readQuery<Name extends string>(
  query: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const [name, value] of query as ReadonlyMap<string, string>) {
    found[known(name, names, 'query parameter')] = value;
  }
  return found;
}

/**
 * Reads a JSON object with only these members.
 *
 * @throws LabProblem
 */
export function readObject<Name extends string>(
  body: unknown,
  names: readonly Name[],
): Partial<Record<Name, unknown>> {
  if (!isRecord(body)) {
    throw new LabProblem(400, `the body must be a JSON object with ${names.join(', ')}`);
  }
  for (const name of Object.keys(body)) known(name, names, 'member');
  return body as Partial<Record<Name, unknown>>;
}

/** One of a closed list of words. */
export function readWord<Word extends string>(name: string, value: unknown, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) {
    const text = asWord(value);
    throw new LabProblem(400, `${name} '${text}' is unknown${hint(text, words)}`);
  }
  return word;
}

/**
 * An instant in ISO 8601 or in milliseconds since the epoch.
 *
 * @returns milliseconds since the epoch
 */
export function readInstant(name: string, value: unknown): number {
  const text = asWord(value);
  const instant = /^-?\d{1,16}$/.test(text) ? Number(text) : ISO.test(text) ? readIso(text) : Number.NaN;
  if (!isDate(instant)) {
    throw new LabProblem(
      400,
      `${name} '${text}' is not an instant: write 2027-01-01T00:00:00Z or milliseconds since 1970`,
    );
  }
  return instant;
}

/** NaN for a day that its month does not have: `Date.parse` turns 30 February into 2 March. */
function readIso(text: string): number {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return day.getUTCDate() === Number(text.slice(8, 10)) ? Date.parse(text) : Number.NaN;
}

/** A count, at least one. */
export function readCount(name: string, value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value))
    throw new LabProblem(400, `${name} '${asWord(value)}' is not a number: write 1 or more`);
  return Number(value);
}

/**
 * A positive duration.
 *
 * @returns milliseconds
 */
export function readPeriod(name: string, value: unknown): number {
  const period = typeof value === 'string' ? readDuration(value) : undefined;
  if (period === undefined || period <= 0 || period > LONGEST_PERIOD) {
    throw new LabProblem(
      400,
      `${name} '${asWord(value)}' is not a length of time: write 90s, 15m, 2h, 3d or up to 36500d`,
    );
  }
  return period;
}

/** Milliseconds: a hundred years, so that no instant goes beyond the calendar. */
const LONGEST_PERIOD = 36_500 * 86_400_000;

/** The first and last instant of the calendar, in milliseconds since the epoch: ISO 8601 writes its years in four digits. */
export const FIRST_INSTANT = Date.parse('0000-01-01T00:00:00Z');
export const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/** Whether the instant is within the calendar. */
export function isDate(instant: unknown): instant is number {
  return typeof instant === 'number' && instant >= FIRST_INSTANT && instant <= LAST_INSTANT;
}

const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/;

function known<Name extends string>(name: string, names: readonly Name[], kind: string): Name {
  const match = names.find((candidate) => candidate === name);
  if (match === undefined) throw new LabProblem(400, `unknown ${kind} '${asWord(name)}'${hint(name, names)}`);
  return match;
}

function hint(word: string, words: readonly string[]): string {
  const nearest = nearestTo(word, words);
  if (nearest !== undefined) return `: did you mean '${nearest}'?`;
  if (words.length === 0) return ': this path takes none';
  return words.length > 50 ? ': GET /_fauxforce/refusals lists them' : `: use ${words.join(', ')}`;
}
