/** The plain controls: texts, check boxes, choices. */
import type { Fields } from '../../seed/records.ts';
import type { Option, TextField } from '../frame/fields.ts';
import type { Visit } from '../visit.ts';
import { type Control, complaintsAbout, listAt, textAt, valueAt } from './control.ts';

interface More {
  readonly isRequired?: boolean;
  readonly help?: string;
  readonly id?: string;
}

interface TextMore extends More, Pick<TextField, 'type' | 'unit' | 'filledFrom'> {
  /** Value of an empty field; null, its default, when left out. */
  readonly empty?: unknown;
  /** Shown where the record says nothing. */
  readonly initial?: string;
}

/** A line of text, or a number. */
export function text(path: string, label: string, more: TextMore = {}): Control {
  const { empty = null, initial = '', ...shown } = more;
  const covers = [path];
  return {
    label,
    covers,
    show: ({ fields, complaints }) => ({
      kind: 'text',
      name: path,
      label,
      ...shown,
      value: textAt(fields, path) || initial,
      errors: complaintsAbout({ covers }, complaints),
    }),
    read(sent, write) {
      const value = sent.text(path);
      const isNumber = more.type === 'number' && /^-?\d{1,9}$/.test(value);
      write(path, value === '' ? empty : isNumber ? Number(value) : value);
    },
    ...(more.isRequired && { lacks: (fields) => (textAt(fields, path) === '' ? [path] : []) }),
  };
}

/** A text of several lines. */
export function area(path: string, label: string, more: More = {}): Control {
  const covers = [path];
  return {
    ...text(path, label, more),
    show: ({ fields, complaints }) => ({
      kind: 'area',
      name: path,
      label,
      ...more,
      value: textAt(fields, path),
      errors: complaintsAbout({ covers }, complaints),
    }),
  };
}

/** A list with one value in each line. */
export function lines(path: string, label: string, more: More = {}): Control {
  const covers = [path];
  return {
    label,
    covers,
    show: ({ fields, complaints }) => ({
      kind: 'area',
      name: path,
      label,
      ...more,
      value: listAt(fields, path).map(String).join('\n'),
      errors: complaintsAbout({ covers }, complaints),
    }),
    read(sent, write) {
      const given = sent.text(path).split('\n');
      write(
        path,
        given.map((line) => line.trim()).filter((line) => line !== ''),
      );
    },
    ...(more.isRequired && { lacks: (fields) => (listAt(fields, path).length === 0 ? [path] : []) }),
  };
}

interface CheckMore extends More {
  /** The seed says the opposite. */
  readonly isNegated?: boolean;
  readonly warning?: string;
  readonly fills?: (visit: Visit) => string;
  readonly isLocked?: boolean;
}

/** A check box for a field that is true or false. */
export function check(
  path: string,
  label: string,
  more: CheckMore = {},
  inner: readonly Control[] = [],
): Control {
  const { isNegated = false, fills, ...shown } = more;
  return gate(path, label, {
    ...shown,
    ...(fills && { fills }),
    isOn: (fields) => (valueAt(fields, path) === true) !== isNegated,
    write: (write, isOn) => write(path, isOn !== isNegated),
    inner,
    covers: [path],
  });
}

interface Gate extends Omit<CheckMore, 'isNegated'> {
  readonly isOn: (fields: Fields) => boolean;
  /** What ticking or clearing it says by itself. */
  readonly write?: (write: (path: string, value: unknown) => void, isOn: boolean) => void;
  readonly inner: readonly Control[];
  readonly covers?: readonly string[];
}

/** A check box that unfolds further controls, and need be no field of its own: what it unfolds is read while it is ticked. */
export function gate(name: string, label: string, spec: Gate): Control {
  const { isOn, write: writeOwn, inner, covers = [], fills, ...more } = spec;
  return {
    label,
    covers,
    inner,
    show(shown) {
      return {
        kind: 'check',
        name,
        label,
        ...more,
        ...(fills && { fills: fills(shown.visit) }),
        isOn: isOn(shown.fields),
        errors: complaintsAbout({ covers, inner }, shown.complaints),
        ...(inner.length > 0 && { unfolds: inner.map((control) => control.show(shown)) }),
      };
    },
    read(sent, write) {
      if (more.isLocked) return;
      const isTicked = sent.has(name);
      if (isTicked) for (const control of inner) control.read(sent, write);
      writeOwn?.(write, isTicked);
    },
    lacks: (fields) => (isOn(fields) ? inner.flatMap((control) => control.lacks?.(fields) ?? []) : []),
    wrong: (sent, before) =>
      sent.has(name) ? inner.flatMap((control) => control.wrong?.(sent, before) ?? []) : [],
  };
}

interface SelectMore extends More {
  readonly warning?: { readonly value: string; readonly text: string };
  /** The value of the seed for an option, and back; the option's own when left out. */
  readonly toSeed?: (value: string) => unknown;
  readonly fromSeed?: (value: unknown) => string;
}

/** A choice of one. An option whose value is empty takes the field back to its default. */
export function select(
  path: string,
  label: string,
  options: readonly Option[] | ((visit: Visit) => readonly Option[]),
  more: SelectMore = {},
): Control {
  const { toSeed, fromSeed, ...shown } = more;
  const covers = [path];
  return {
    label,
    covers,
    show: ({ fields, complaints, visit }) => ({
      kind: 'select',
      name: path,
      label,
      ...shown,
      options: typeof options === 'function' ? options(visit) : options,
      value: fromSeed ? fromSeed(valueAt(fields, path)) : textAt(fields, path),
      errors: complaintsAbout({ covers }, complaints),
    }),
    read(sent, write) {
      const value = sent.text(path);
      write(path, toSeed ? toSeed(value) : value === '' ? null : value);
    },
    ...(more.isRequired && { lacks: (fields) => (textAt(fields, path) === '' ? [path] : []) }),
  };
}

/** Text that the form only shows. */
export function fixed(name: string, label: string, value: (fields: Fields, visit: Visit) => string): Control {
  return {
    label,
    covers: [],
    show: ({ fields, visit }) => ({ kind: 'fixed', name, label, value: value(fields, visit) }),
    read: () => undefined,
  };
}

/** A check box for each of a list of names. */
export function checks(path: string, label: string, options: (visit: Visit) => readonly Option[]): Control {
  const covers = [path];
  return {
    label,
    covers,
    show({ fields, complaints, visit }) {
      const on = new Set(listAt(fields, path));
      return {
        kind: 'checks',
        name: path,
        label,
        options: options(visit).map((option) => ({ ...option, isOn: on.has(option.value) })),
        errors: complaintsAbout({ covers }, complaints),
      };
    },
    read: (sent, write) => write(path, [...sent.list(path)]),
  };
}
