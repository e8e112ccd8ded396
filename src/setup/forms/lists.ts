/** Controls that the server shows again when a button of theirs is pressed: two lists, and rows of inputs. */
import { isRecord } from '../../wire/json.ts';
import type { Option } from '../frame/fields.ts';
import type { Visit } from '../visit.ts';
import { type Control, complaintsAbout, listAt, valueAt } from './control.ts';
import { AGAIN_FIELD, type SentValues, VERSION_FIELD } from './sent.ts';

interface Picked {
  readonly availableLabel: string;
  readonly options: (visit: Visit) => readonly Option[];
  /** Labels of what is not offered, but may be chosen already. */
  readonly others?: readonly Option[];
  readonly isRequired?: boolean;
  readonly alsoCalled?: readonly (readonly [older: string, now: string])[];
}

/** Two lists: what there is, and what is chosen of it. */
export function picker(
  path: string,
  label: string,
  { availableLabel, options, others = [], isRequired, alsoCalled }: Picked,
): Control {
  const covers = [path];
  return {
    label,
    covers,
    show({ fields, complaints, visit }) {
      const chosen = listAt(fields, path).map(String);
      const all = options(visit);
      const labelOf = (value: string) =>
        [...all, ...others].find((option) => option.value === value)?.label ?? value;
      return {
        kind: 'picker',
        name: path,
        label,
        availableLabel,
        ...(isRequired && { isRequired }),
        ...(alsoCalled && { alsoCalled }),
        available: all.filter(({ value }) => !chosen.includes(value)),
        selected: chosen.map((value) => ({ value, label: labelOf(value) })),
        errors: complaintsAbout({ covers }, complaints),
      };
    },
    read(sent, write) {
      const pressed = sent.text(AGAIN_FIELD);
      const added = pressed === `add:${path}` ? sent.list(`available:${path}`) : [];
      const removed = pressed === `remove:${path}` ? sent.list(`selected:${path}`) : [];
      const chosen = [...new Set([...sent.list(path), ...added])];
      write(
        path,
        chosen.filter((value) => !removed.includes(value)),
      );
    },
    ...(isRequired && { lacks: (fields) => (listAt(fields, path).length === 0 ? [path] : []) }),
  };
}

interface Columns {
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly addLabel: string;
  readonly help?: string;
}

/** A list of mappings, such as ranges of addresses. */
export function rows(path: string, label: string, spec: Columns): Control {
  return rowsBy(path, label, spec, {
    cells: (value) =>
      (Array.isArray(value) ? value : []).map((row: unknown) =>
        spec.columns.map(({ key }) => (isRecord(row) ? String(row[key] ?? '') : '')),
      ),
    value: (cells) =>
      cells.map((row) => Object.fromEntries(spec.columns.map(({ key }, i) => [key, row[i]] as const))),
  });
}

/** A mapping of keys to texts: the first column has the keys. */
export function pairs(path: string, label: string, spec: Columns): Control {
  const control = rowsBy(path, label, spec, {
    cells: (value) =>
      Object.entries(isRecord(value) ? value : {}).map(([key, text]) => [key, String(text ?? '')]),
    value: (cells) => Object.fromEntries(cells.map(([key = '', text = '']) => [key, text])),
  });
  return {
    ...control,
    wrong(sent) {
      const keys = sentRows(sent, path, spec.columns).map(([key = '']) => key);
      const twice = keys.filter((key, at) => keys.indexOf(key) < at);
      return [...new Set(twice)].map((key) => [
        `${path}.${key}`,
        `'${key}' is in several rows: each has a key of its own`,
      ]);
    },
  };
}

interface Shape {
  readonly cells: (value: unknown) => readonly (readonly string[])[];
  readonly value: (cells: readonly (readonly string[])[]) => unknown;
}

function rowsBy(path: string, label: string, { columns, addLabel, help }: Columns, shape: Shape): Control {
  const covers = [path];
  return {
    label,
    covers,
    // A mapping could not say all that was sent: two rows may have one key.
    show: ({ fields, complaints, visit: { sent } }) => ({
      kind: 'rows',
      name: path,
      label,
      columns,
      rows: sent.has(VERSION_FIELD) ? sentRows(sent, path, columns) : shape.cells(valueAt(fields, path)),
      addLabel,
      ...(help && { help }),
      errors: complaintsAbout({ covers }, complaints),
    }),
    read: (sent, write) => write(path, shape.value(sentRows(sent, path, columns))),
  };
}

/** Rows that somebody left empty are none; a new one is added where its button was pressed. */
function sentRows(sent: SentValues, path: string, columns: Columns['columns']): string[][] {
  const byColumn = columns.map(({ key }) => sent.list(`${path}:${key}`));
  const all = Array.from({ length: Math.max(0, ...byColumn.map((cells) => cells.length)) }, (_, at) =>
    byColumn.map((cells) => (cells[at] ?? '').trim()),
  );
  const [what, name, at] = sent.text(AGAIN_FIELD).split(':');
  const isPressed = name === path;
  const left = isPressed && what === 'delete' ? all.filter((_, i) => String(i) !== at) : all;
  const filled = left.filter((row) => row.some((cell) => cell !== ''));
  return isPressed && what === 'new' ? [...filled, columns.map(() => '')] : filled;
}
