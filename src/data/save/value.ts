/** What somebody sent -> what a row holds, by the type of the field (rest-data.md 2.7). */
import type { FieldDefinition, FieldType, FieldValue } from '../definition.ts';
import { datetimeOf } from '../rows.ts';

/** A value that is of no use for its field; the name is that of its JSON type in Jackson's words. */
export class WrongJson extends Error {}

const JAVA_TYPES: Readonly<Partial<Record<FieldType, string>>> = {
  boolean: 'boolean',
  int: 'int',
  double: 'double',
  currency: 'double',
  percent: 'double',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
};

/** What Salesforce calls the type of a field in messages about JSON. */
export function jsonTypeOf({ type }: FieldDefinition): string {
  return JAVA_TYPES[type] ?? 'string';
}

/** @throws WrongJson */
export function readValue(field: FieldDefinition, sent: unknown): FieldValue {
  if (sent === null || sent === undefined || sent === '') return field.type === 'boolean' ? false : null;
  if (typeof sent === 'object') throw new WrongJson(Array.isArray(sent) ? 'START_ARRAY' : 'START_OBJECT');
  switch (field.type) {
    case 'boolean':
      return readBoolean(sent);
    case 'int':
      return readNumber(sent, 0);
    case 'double':
    case 'currency':
    case 'percent':
      return readNumber(sent, field.scale);
    case 'date':
      return readDate(sent);
    case 'datetime':
      return readDatetime(sent);
    case 'time':
      return readTime(sent);
    default:
      return String(sent).trim() || null;
  }
}

function readBoolean(sent: unknown): boolean {
  const text = String(sent).toLowerCase();
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw wrong(sent);
}

/** Of hexadecimal and other numbers that only JavaScript knows. */
const NOT_DECIMAL = /[^\d\s.+eE-]/;

/** A number, or one as text; rounded to the places that the field keeps. */
function readNumber(sent: unknown, scale: number): number {
  const text = String(sent);
  const number = NOT_DECIMAL.test(text) ? Number.NaN : Number(text);
  if (!Number.isFinite(number) || text.trim() === '') throw wrong(sent);
  const rounded = Number(number.toFixed(Math.min(scale, 100)));
  return Object.is(rounded, -0) ? 0 : rounded;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

function readDate(sent: unknown): string {
  const text = String(sent);
  const day = text.slice(0, 10);
  const isDatetime = text.length > 10 && instant(text) !== undefined;
  if ((text.length === 10 || isDatetime) && isDay(day)) return day;
  throw wrong(sent);
}

function isDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().startsWith(text) && Number(year) >= 1700;
}

function readDatetime(sent: unknown): string {
  const text = String(sent);
  const at = isDay(text) ? Date.parse(`${text}T00:00:00Z`) : instant(text);
  if (at === undefined) throw wrong(sent);
  return datetimeOf(at);
}

/** `2021-12-03T17:59:20.000+0000`, with `Z` or an offset; an offset without colon wants its milliseconds. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2}|[+-]\d{4})$/;

function instant(text: string): number | undefined {
  const [, day = '', hours, minutes, seconds, fraction, zone = ''] = INSTANT.exec(text) ?? [];
  if (!isDay(day) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  if (fraction === undefined && /^[+-]\d{4}$/.test(zone)) return undefined;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}${offset}`);
  return Number.isNaN(at) ? undefined : at;
}

function readTime(sent: unknown): string {
  const [, hours, minutes, seconds = '00', fraction = '000'] =
    /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?Z?$/.exec(String(sent)) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59)
    throw wrong(sent);
  return `${hours}:${minutes}:${seconds}.${fraction}Z`;
}

function wrong(sent: unknown): WrongJson {
  if (typeof sent === 'boolean') return new WrongJson(sent ? 'VALUE_TRUE' : 'VALUE_FALSE');
  const kind =
    typeof sent === 'number'
      ? Number.isInteger(sent)
        ? 'VALUE_NUMBER_INT'
        : 'VALUE_NUMBER_FLOAT'
      : 'VALUE_STRING';
  return new WrongJson(`${kind} value ${String(sent).slice(0, 255)}`);
}
