/** Adds custom objects and fields to those that an org has. Nothing that is there changes: records hold its values. */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../wire/json.ts';
import { formatPath, type Path, SeedError } from './problems.ts';
import { fieldOf } from './shape.ts';

type Fields = Readonly<Record<string, unknown>>;

/** @throws SeedError for what would change something that is there */
export function addedObjects(before: Fields, more: Fields): Fields {
  const problems: { path: Path; message: string }[] = [];
  const refuse = (path: Path, message: string) => problems.push({ path: ['objects', ...path], message });
  const entries = Object.entries(more).map(([name, given]) => {
    const known = before[name];
    if (!isRecord(known)) return [name, given] as const;
    if (!isRecord(given)) refuse([name], 'is there, and records may be in it: only fields can be added');
    return [name, isRecord(given) ? addedFields(name, known, given, refuse) : known] as const;
  });
  if (problems.length > 0) throw new SeedError(problems.map((problem) => placed(more, problem)));
  return { ...before, ...Object.fromEntries(entries) };
}

function addedFields(
  name: string,
  known: Fields,
  { fields = {}, ...given }: Fields,
  refuse: (path: Path, message: string) => void,
): Fields {
  for (const [key, value] of Object.entries(given)) {
    if (!isDeepStrictEqual(value, known[key]))
      refuse([name, key], 'is there already, and only fields can be added');
  }
  if (!isRecord(fields)) return { ...known, fields };
  const own = isRecord(known.fields) ? known.fields : {};
  for (const [field, value] of Object.entries(fields)) {
    const path = [name, 'fields', field];
    const isThere = Object.hasOwn(own, field);
    if (isThere && !isDeepStrictEqual(value, own[field])) {
      refuse(path, 'is there already, and records may have values of it: give a new field another name');
    }
    if (!isThere && isRecord(value) && value.type === 'MasterDetail') {
      refuse(
        [...path, 'type'],
        'an object that is there cannot become the detail of another one: make it a Lookup',
      );
    }
  }
  return { ...known, fields: { ...own, ...fields } };
}

function placed(objects: Fields, { path, message }: { path: Path; message: string }) {
  const place = { file: undefined, line: undefined, column: undefined, path: formatPath(path) };
  return { ...place, message: `${fieldOf({ objects }, path)}: ${message}` };
}
