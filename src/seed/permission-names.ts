/** The objects and fields that permissions may name: Salesforce's, and those that the seed itself makes. */
import { didYouMean, listed } from '../ground/nearest.ts';
import { STANDARD_FIELDS } from '../org/standard-fields.ts';
import { isRecord } from '../wire/json.ts';
import type { Path } from './problems.ts';
import { recordsOf } from './records.ts';
import { type Finding, fieldOf } from './shape.ts';

/** Fields with field-level security, by object. */
type Securable = ReadonlyMap<string, ReadonlySet<string>>;

const STANDARD: Securable = new Map(
  Object.entries(STANDARD_FIELDS).map(([object, fields]) => [object, new Set(fields)]),
);

/** Permissions of objects and fields that the org lacks. */
export function unknownInPermissions(value: unknown): Finding[] {
  const securable = securableIn(value);
  return holdersIn(value).flatMap(({ path, fields }) => [
    ...unknownKeys(value, [...path, 'objectPermissions'], fields.objectPermissions, (name) =>
      complaintOfObject(securable, name),
    ),
    ...unknownKeys(value, [...path, 'fieldPermissions'], fields.fieldPermissions, (name) =>
      complaintOfField(securable, name),
    ),
  ]);
}

const known = new WeakMap<object, Securable>();

function securableIn(document: unknown): Securable {
  const objects = isRecord(document) ? document.objects : undefined;
  if (!isRecord(objects)) return STANDARD;
  const all = known.get(objects) ?? withCustom(objects);
  known.set(objects, all);
  return all;
}

function withCustom(objects: Readonly<Record<string, unknown>>): Securable {
  const all = new Map(STANDARD);
  for (const [name, object] of Object.entries(objects)) {
    const own = isRecord(object) && isRecord(object.fields) ? Object.keys(object.fields) : [];
    all.set(name, new Set([...(STANDARD.get(name) ?? []), ...own]));
  }
  return all;
}

/** Profiles, permission sets, and what groups mute. */
function holdersIn(
  document: unknown,
): { readonly path: Path; readonly fields: Readonly<Record<string, unknown>> }[] {
  return [
    ...recordsOf(document, 'profiles'),
    ...recordsOf(document, 'permissionSets'),
    ...recordsOf(document, 'permissionSetGroups').flatMap(({ path, fields }) =>
      isRecord(fields.muted) ? [{ path: [...path, 'muted'], fields: fields.muted }] : [],
    ),
  ];
}

function unknownKeys(
  document: unknown,
  path: Path,
  permissions: unknown,
  complaint: (name: string) => (() => string) | undefined,
): Finding[] {
  if (!isRecord(permissions)) return [];
  return Object.keys(permissions).flatMap((name): Finding[] => {
    const told = complaint(name);
    if (told === undefined) return [];
    const at = [...path, name];
    return [{ path: at, of: 'key', message: () => `${fieldOf(document, at)}: ${told()}` }];
  });
}

function complaintOfObject(securable: Securable, name: string): (() => string) | undefined {
  if (securable.has(name)) return undefined;
  return () => noObject(securable, name);
}

function complaintOfField(securable: Securable, name: string): (() => string) | undefined {
  const [object, field] = splitName(name);
  const fields = securable.get(object);
  if (fields?.has(field)) return undefined;
  if (field === '') return () => "name object and field: 'Account.AnnualRevenue'";
  if (fields === undefined) return () => noObject(securable, object);
  return () =>
    `${object} has no field '${field}' with field-level security${didYouMean(field, [...fields]) || ': names, required fields, those of the system and the parts of an address have none'}`;
}

function noObject(securable: Securable, name: string): string {
  const names = [...securable.keys()];
  return `there is no object '${name}' with permissions${didYouMean(name, names) || `: there are ${listed(names)}`}`;
}

function splitName(name: string): [object: string, field: string] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
}
