/** Date literals: `THIS_WEEK`, `LAST_N_DAYS:3` and the others, as the SOQL reference tells them. */
import type { QueryReader } from './source.ts';
import { DAY, dayIn } from './zone.ts';

/** Days from 1970-01-01; the last is the one after. */
export interface Days {
  readonly first: number;
  readonly end: number;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'FISCAL_QUARTER' | 'FISCAL_YEAR';

/** What a literal covers: from one unit to another, counted from the present one. */
type Span = (n: number) => { readonly unit: Unit; readonly from: number; readonly to: number };

const UNITS: readonly Unit[] = ['WEEK', 'MONTH', 'QUARTER', 'YEAR', 'FISCAL_QUARTER', 'FISCAL_YEAR'];

/** Those of days include today where they look back; those of longer units leave the present one out. */
const SPANS: ReadonlyMap<string, Span> = new Map<string, Span>([
  ['YESTERDAY', () => ({ unit: 'DAY', from: -1, to: -1 })],
  ['TODAY', () => ({ unit: 'DAY', from: 0, to: 0 })],
  ['TOMORROW', () => ({ unit: 'DAY', from: 1, to: 1 })],
  ['LAST_90_DAYS', () => ({ unit: 'DAY', from: -90, to: 0 })],
  ['NEXT_90_DAYS', () => ({ unit: 'DAY', from: 1, to: 90 })],
  ['LAST_N_DAYS', (n) => ({ unit: 'DAY', from: -n, to: 0 })],
  ['NEXT_N_DAYS', (n) => ({ unit: 'DAY', from: 1, to: n })],
  ['N_DAYS_AGO', (n) => ({ unit: 'DAY', from: -n, to: -n })],
  ...UNITS.flatMap((unit): [string, Span][] => [
    [`LAST_${unit}`, () => ({ unit, from: -1, to: -1 })],
    [`THIS_${unit}`, () => ({ unit, from: 0, to: 0 })],
    [`NEXT_${unit}`, () => ({ unit, from: 1, to: 1 })],
    [`LAST_N_${unit}S`, (n) => ({ unit, from: -n, to: -1 })],
    [`NEXT_N_${unit}S`, (n) => ({ unit, from: 1, to: n })],
    [`N_${unit}S_AGO`, (n) => ({ unit, from: -n, to: -n })],
  ]),
]);

/** @param word in upper case */
export function isPeriod(word: string): boolean {
  return SPANS.has(word);
}

/** Of the calendar; JavaScript takes lower ones for years of the last century. */
const FIRST_YEAR = 100;
const LAST_YEAR = 9_999;
/** More units than this lead out of it. */
const FURTHEST = 1_000_000;

/** The days that a literal covers when it is read, where the reader is. */
export function daysOf(name: string, n: number, reader: QueryReader, now: number): Days {
  const today = dayIn(reader.timeZone, now);
  const span = SPANS.get(name)?.(Math.min(n, FURTHEST));
  if (span === undefined) throw new TypeError(`no date literal ${name}`);
  const start = (offset: number) => startOf(span.unit, today, offset, reader);
  const first = start(span.from);
  return { first, end: Math.max(first, start(span.to + 1)) };
}

/** The first day of the unit that lies so many behind the one of today. */
function startOf(unit: Unit, today: number, offset: number, reader: QueryReader): number {
  if (unit === 'DAY') return today + offset;
  if (unit === 'WEEK') return today - daysIntoWeek(today, reader.locale) + 7 * offset;
  const date = new Date(today * DAY);
  const months = 12 * date.getUTCFullYear() + date.getUTCMonth();
  const length = unit === 'MONTH' ? 1 : unit.endsWith('QUARTER') ? 3 : 12;
  const shift = unit.startsWith('FISCAL') ? reader.fiscalYearStartMonth - 1 : 0;
  const first = length * (Math.floor((months - shift) / length) + offset) + shift;
  const year = Math.floor(first / 12);
  if (year < FIRST_YEAR) return Number.NEGATIVE_INFINITY;
  if (year > LAST_YEAR) return Number.POSITIVE_INFINITY;
  return Date.UTC(year, first - 12 * year, 1) / DAY;
}

/** Weeks begin as the reader's locale has it: on Sunday for en_US. */
function daysIntoWeek(day: number, locale: string): number {
  const sinceSunday = (((day + 4) % 7) + 7) % 7;
  return (sinceSunday - firstDayOfWeek(locale) + 7) % 7;
}

/** 0 is Sunday. */
function firstDayOfWeek(locale: string): number {
  try {
    const known = new Intl.Locale(locale.replaceAll('_', '-')) as Intl.Locale & {
      getWeekInfo(): { readonly firstDay: number };
    };
    return known.getWeekInfo().firstDay % 7;
  } catch {
    return 0;
  }
}
