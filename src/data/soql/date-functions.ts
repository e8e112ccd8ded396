/** Functions of dates, as the SOQL reference tells them; datetimes are in UTC unless convertTimezone() says otherwise. */
import type { FieldType, FieldValue } from '../definition.ts';
import { DAY } from './zone.ts';

export interface DateFunction {
  readonly takes: readonly FieldType[];
  readonly type: FieldType;
  /** @param text a date or datetime as rows have it; @param fiscalStart the month that the fiscal year begins with, from 1 */
  of(text: string, fiscalStart: number): FieldValue;
}

const DATES: readonly FieldType[] = ['date', 'datetime'];

const ofDay = (of: DateFunction['of']): DateFunction => ({ takes: DATES, type: 'int', of });

const month = (text: string) => Number(text.slice(5, 7));
const year = (text: string) => Number(text.slice(0, 4));
const dayOfMonth = (text: string) => Number(text.slice(8, 10));
const dayNumber = (text: string) => Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY;
const dayOfYear = (text: string) => dayNumber(text) - dayNumber(`${text.slice(0, 4)}-01-01`) + 1;
const fiscalMonth = (text: string, start: number) => ((month(text) - start + 12) % 12) + 1;

export const DATE_FUNCTIONS = {
  CALENDAR_MONTH: ofDay(month),
  CALENDAR_QUARTER: ofDay((text) => Math.ceil(month(text) / 3)),
  CALENDAR_YEAR: ofDay(year),
  DAY_IN_MONTH: ofDay(dayOfMonth),
  /** 1 is Sunday. */
  DAY_IN_WEEK: ofDay((text) => ((((dayNumber(text) + 4) % 7) + 7) % 7) + 1),
  DAY_IN_YEAR: ofDay(dayOfYear),
  DAY_ONLY: { takes: ['datetime'], type: 'date', of: (text) => text.slice(0, 10) },
  FISCAL_MONTH: ofDay(fiscalMonth),
  FISCAL_QUARTER: ofDay((text, start) => Math.ceil(fiscalMonth(text, start) / 3)),
  /** Named after the year in which it ends. */
  FISCAL_YEAR: ofDay((text, start) => year(text) + (start > 1 && month(text) >= start ? 1 : 0)),
  HOUR_IN_DAY: { takes: ['datetime'], type: 'int', of: (text) => Number(text.slice(11, 13)) },
  /** The first is that of the first seven days. */
  WEEK_IN_MONTH: ofDay((text) => Math.ceil(dayOfMonth(text) / 7)),
  WEEK_IN_YEAR: ofDay((text) => Math.ceil(dayOfYear(text) / 7)),
} as const satisfies Readonly<Record<string, DateFunction>>;

export function isDateFunction(name: string): name is keyof typeof DATE_FUNCTIONS {
  return Object.hasOwn(DATE_FUNCTIONS, name);
}
