/** Login Hours of a profile: from when to when on each day; a day without hours is open, one that ends as it begins is closed. */
import type { LoginHours, Weekday } from '../../org/model.ts';
import type { Fields } from '../../seed/records.ts';
import { isRecord } from '../../wire/json.ts';
import type { Control } from '../forms/control.ts';
import { select } from '../forms/controls.ts';
import type { Details } from '../frame/blocks.ts';
import type { Option } from '../frame/fields.ts';
import { profileAsked } from './paths.ts';

const DAYS: Readonly<Record<Weekday, string>> = {
  sunday: 'Sunday',
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
};

const NAMES = Object.keys(DAYS) as Weekday[];
const HOURS = Array.from({ length: 25 }, (_, hour) => hour * 60);

function timeText(minutes: number): string {
  const hour = Math.floor(minutes / 60) % 12 || 12;
  const half = minutes % 1440 < 720 ? 'AM' : 'PM';
  return `${hour}:${String(minutes % 60).padStart(2, '0')} ${half}${minutes === 1440 ? ' (end of day)' : ''}`;
}

/** Hours that a seed says need not be among Setup's. */
function options(minutes: number | undefined): Option[] {
  const all =
    minutes === undefined || HOURS.includes(minutes) ? HOURS : [...HOURS, minutes].sort((a, b) => a - b);
  return [
    { value: '', label: '--None--' },
    ...all.map((one) => ({ value: String(one), label: timeText(one) })),
  ];
}

function timeControl(day: Weekday, end: 'start' | 'end'): Control {
  const label = `${DAYS[day]} ${end === 'start' ? 'Start' : 'End'} Time`;
  return select(
    `loginHours.${day}.${end}`,
    label,
    (visit) => options(profileAsked(visit)?.loginHours?.[day]?.[end]),
    { toSeed: (value) => (/^\d{1,4}$/.test(value) ? Number(value) : null) },
  );
}

export const HOUR_CONTROLS: readonly Control[] = NAMES.flatMap((day) => [
  timeControl(day, 'start'),
  timeControl(day, 'end'),
]);

/** A day without hours says nothing; a profile without days has none. */
export function completeHours(patch: Fields): Fields {
  const { loginHours } = patch;
  if (!isRecord(loginHours)) return patch;
  const days = NAMES.map((day) => {
    const hours = loginHours[day];
    const isEmpty = !isRecord(hours) || (hours.start === null && hours.end === null);
    return [day, isEmpty ? null : hours] as const;
  });
  const isOpen = days.every(([, hours]) => hours === null);
  return { ...patch, loginHours: isOpen ? null : Object.fromEntries(days) };
}

export function hoursOf(hours: LoginHours | undefined): Details {
  return {
    kind: 'details',
    heading: 'Login Hours',
    rows: NAMES.map((day) => [DAYS[day], hoursText(hours?.[day])]),
  };
}

function hoursText(hours: { readonly start: number; readonly end: number } | undefined): string {
  if (hours === undefined) return 'All day';
  return hours.start === hours.end ? 'Closed' : `${timeText(hours.start)} to ${timeText(hours.end)}`;
}
