/** Days and times of day in a time zone. Days are counted from 1970-01-01. */

export const DAY = 24 * 60 * 60_000;

/** The first and the last day that a date can be: those of the years 1 and 9999. */
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;

/** `2010-01-01`; the nearest day that a date can be. */
export function dateOfDay(day: number): string {
  return new Date(Math.min(Math.max(day, FIRST_DAY), LAST_DAY) * DAY).toISOString().slice(0, 10);
}

/** An instant as rows have it: `2021-12-03T17:59:20.000+0000`. */
export function datetimeOf(instant: number): string {
  const within = Math.min(Math.max(instant, FIRST_DAY * DAY), LAST_DAY * DAY);
  return new Date(within).toISOString().replace('Z', '+0000');
}

/** The instant of a datetime as rows have it. */
export function instantOf(datetime: string): number {
  return Date.parse(datetime.replace('+0000', 'Z'));
}

/** The day of an instant, where the zone is. */
export function dayIn(timeZone: string, instant: number): number {
  return Math.floor((instant + offsetOf(timeZone, instant)) / DAY);
}

/** The instant at which a day begins, where the zone is. */
export function startOfDay(timeZone: string, day: number): number {
  const midnight = Math.min(Math.max(day, FIRST_DAY), LAST_DAY) * DAY;
  const guess = midnight - offsetOf(timeZone, midnight);
  return midnight - offsetOf(timeZone, guess);
}

/** Milliseconds that clocks of the zone are ahead of UTC. */
export function offsetOf(timeZone: string, instant: number): number {
  const whole = Math.floor(instant / 1_000) * 1_000;
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - whole;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, format);
  return format;
}
