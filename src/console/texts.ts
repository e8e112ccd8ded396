/** Texts and cells that several pages show. */
import type { JournalEntry } from '../journal/entry.ts';
import { asked } from '../journal/request-line.ts';
import { entryPath } from '../wire/paths.ts';
import type { Cell } from './blocks.ts';

export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** `2026-11-30 08:05:24` (UTC) of an ISO instant. */
export function instantText(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

export function instantCell(iso: string): Cell {
  return { text: instantText(iso), at: iso };
}

/** What was asked, with the way to its page. */
export function entryCell(entry: JournalEntry): Cell {
  return { text: asked(entry), href: entryPath(entry.id) };
}

/** `once`, `3 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
