/** How long sessions may be idle, as Setup offers it (setup-pages.md 12). */
import type { Option } from '../frame/fields.ts';

const MINUTES = [15, 30, 60, 120, 240, 480, 720, 1440];

export function timeoutText(minutes: number): string {
  if (minutes < 60 || minutes % 60 !== 0) return `${minutes} minutes`;
  return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
}

/** @param now one that a seed says need not be among Setup's @param none what no value is called, where there may be none */
export function sessionTimeouts(now: number | undefined, none?: string): Option[] {
  const all = now === undefined || MINUTES.includes(now) ? MINUTES : [...MINUTES, now].sort((a, b) => a - b);
  const offered = all.map((minutes) => ({ value: String(minutes), label: timeoutText(minutes) }));
  return none === undefined ? offered : [{ value: '', label: none }, ...offered];
}
