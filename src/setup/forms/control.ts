/**
 * A control of a form, bound to a field of a seed's record: it shows what the record says and reads what was sent into the same
 * shape. So what a form shows again after a problem, what it saves and what a seed says are one thing.
 */
import type { Fields } from '../../seed/records.ts';
import { isRecord } from '../../wire/json.ts';
import type { Field } from '../frame/fields.ts';
import type { Visit } from '../visit.ts';
import type { SentValues } from './sent.ts';

/** What is wrong with fields of the record, by their paths: `idToken.validity`, `callbackUrls[1]`. */
export type Complaints = ReadonlyMap<string, readonly string[]>;

/** Puts a value at a path of the patch; null takes the field back to its default. */
export type Write = (path: string, value: unknown) => void;

export interface Shown {
  readonly fields: Fields;
  readonly complaints: Complaints;
  readonly visit: Visit;
}

export interface Control {
  readonly label: string;
  /** Paths of the seed whose problems stand beside it, with all that is below them. */
  readonly covers: readonly string[];
  show(shown: Shown): Field;
  read(sent: SentValues, write: Write): void;
  /** Labels of controls in it, and its own, that must have a value and have none. */
  lacks?(fields: Fields): readonly string[];
  /** What is wrong with what was sent, where the record could not say it: the path, and a sentence. @param before the record */
  wrong?(sent: SentValues, before: Fields): readonly (readonly [path: string, message: string])[];
  /** Controls that it unfolds. */
  readonly inner?: readonly Control[];
}

export const MUST = 'You must enter a value';

export function valueAt(fields: Fields, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), fields);
}

export function textAt(fields: Fields, path: string): string {
  const value = valueAt(fields, path);
  return value === undefined || value === null ? '' : String(value);
}

export function listAt(fields: Fields, path: string): readonly unknown[] {
  const value = valueAt(fields, path);
  return Array.isArray(value) ? value : [];
}

/** The complaints about a control itself, without those about controls in it. */
export function complaintsAbout(
  { covers, inner = [] }: Pick<Control, 'covers' | 'inner'>,
  complaints: Complaints,
): string[] {
  const innermost = inner.flatMap(withInner).flatMap((control) => control.covers);
  return [...complaints].flatMap(([path, messages]) =>
    isCovered(path, covers) && !isCovered(path, innermost) ? messages : [],
  );
}

/** A control, and all that it unfolds: the innermost last. */
export function withInner(control: Control): readonly Control[] {
  return [control, ...(control.inner ?? []).flatMap(withInner)];
}

export function isCovered(path: string, covers: readonly string[]): boolean {
  return covers.some((own) => path === own || path.startsWith(`${own}.`) || path.startsWith(`${own}[`));
}

/** Sets a value at a path, making what it is in. */
export function put(patch: Record<string, unknown>, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    patch[first] = value;
    return;
  }
  const known = patch[first];
  // A switch that was turned off has taken the whole of it back.
  if (known === null) return;
  const inner = isRecord(known) ? { ...known } : {};
  put(inner, rest.join('.'), value);
  patch[first] = inner;
}
