/** Profiles > Login Hours: when the users of a profile may log in and act (model.md 4.7). */
import type { LoginHours, Weekday } from './model.ts';

/** Where a moment lies in the week of a time zone. */
export interface Moment {
  readonly day: Weekday;
  /** Minutes after midnight. */
  readonly minute: number;
}

/** The start belongs to the open hours and the end does not; equal ones are a closed day. @param timezone IANA name */
export function isOpen(hours: LoginHours, at: number, timezone: string): boolean {
  const { day, minute } = minuteOfWeek(at, timezone);
  const open = hours[day];
  return open === undefined || (open.start <= minute && minute < open.end);
}

/** @param at milliseconds since the epoch */
export function minuteOfWeek(at: number, timezone: string): Moment {
  const parts = new Map(
    formatOf(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const day = (parts.get('weekday') ?? '').toLowerCase() as Weekday;
  return { day, minute: 60 * Number(parts.get('hour')) + Number(parts.get('minute')) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timezone, format);
  return format;
}
