/** FORMAT(): numbers, days and instants as the reader's locale writes them. Salesforce's own formats differ in places. */
import type { FieldDefinition, FieldType } from '../definition.ts';
import type { QueryReader } from './source.ts';
import type { Value } from './value.ts';
import { instantOf } from './zone.ts';

const DATETIME = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const;
/** Some versions of Node write one before AM and PM. */
const NARROW_BLANK = '\u202f';

export function formatted(
  value: Value,
  type: FieldType,
  field: Pick<FieldDefinition, 'scale'> | undefined,
  reader: QueryReader,
): string | null {
  if (value === null || typeof value === 'object') return null;
  const locale = localeOf(reader.locale);
  if (typeof value === 'number')
    return formattedNumber(value, type, field?.scale ?? 0, locale, reader.currency);
  if (type === 'date')
    return new Intl.DateTimeFormat(locale, { timeZone: 'UTC' }).format(Date.parse(value as string));
  if (type !== 'datetime') return String(value);
  const options = { ...DATETIME, timeZone: reader.timeZone };
  return new Intl.DateTimeFormat(locale, options)
    .format(instantOf(value as string))
    .replace(NARROW_BLANK, ' ');
}

function formattedNumber(
  value: number,
  type: FieldType,
  scale: number,
  locale: string,
  currency: string,
): string {
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  if (type === 'currency')
    return new Intl.NumberFormat(locale, { ...digits, style: 'currency', currency }).format(value);
  const number = new Intl.NumberFormat(locale, type === 'int' ? {} : digits).format(value);
  return type === 'percent' ? `${number}%` : number;
}

function localeOf(locale: string): string {
  try {
    return new Intl.Locale(locale.replaceAll('_', '-')).toString();
  } catch {
    return 'en-US';
  }
}
