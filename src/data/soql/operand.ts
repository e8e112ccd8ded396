/** What a query compares, sorts by, groups by or shows: a field, of the row or of where a path leads to, or a function of one. */
import { refuse } from '../../refusals/check.ts';
import type { DataRow, FieldDefinition, FieldType, FieldValue, ObjectDefinition } from '../definition.ts';
import { addressOf, partsOf } from './address.ts';
import { DATE_FUNCTIONS, type DateFunction, isDateFunction } from './date-functions.ts';
import { formatted } from './format.ts';
import { labelOf } from './labels.ts';
import { NAME_OBJECT } from './name-object.ts';
import { isNameObject, type KnownRow, nameValue, type Parents, type Step, type Steps } from './parents.ts';
import { placeOfName } from './place.ts';
import { malformed, type Reading, tooComplicated } from './reading.ts';
import type { QuerySource } from './source.ts';
import type { Call, Expression, Path } from './syntax.ts';
import type { Value } from './value.ts';
import { datetimeOf, instantOf, offsetOf } from './zone.ts';

/** One query, or one inside of it, while it is bound to the data. */
export interface Scope {
  readonly reading: Reading;
  readonly source: QuerySource;
  readonly object: ObjectDefinition;
  readonly alias: string | undefined;
  readonly parents: Parents;
}

export interface Operand {
  /** As refusals name it. */
  readonly name: string;
  readonly at: number;
  readonly type: FieldType;
  /** The field itself; a function has none. */
  readonly field: FieldDefinition | undefined;
  /** What leads to the row that has the field; empty for the row itself. */
  readonly steps: readonly Step[];
  /** Two that are written alike are one. */
  readonly key: string;
  /** The fields of the row itself that it takes. */
  readonly reads: readonly string[];
  get(row: DataRow): Value;
}

/** Levels of parents, as Salesforce has them. */
const FARTHEST = 5;

/** @param needed learns which parents must be loaded before the operand is asked; @throws Refusal */
export function bindOperand(scope: Scope, expression: Expression, needed: Steps): Operand {
  return expression.kind === 'path'
    ? bindPath(scope, expression, needed)
    : bindCall(scope, expression, needed);
}

/** @throws Refusal */
export function bindPath(scope: Scope, path: Path, needed: Steps): Operand {
  const names = path.text.split('.');
  if (names.length > 1 && isOwnName(scope, names[0] ?? '')) names.shift();
  if (names.length - 1 > FARTHEST) tooComplicated(scope.reading, 'parents of parents', FARTHEST);
  let object = scope.object;
  const steps: Step[] = [];
  for (const name of names.slice(0, -1)) {
    const step = stepOf(scope, object, name, path);
    steps.push(step);
    object = step.field.referenceTo.length > 1 ? NAME_OBJECT : (step.targets[0] as ObjectDefinition);
  }
  const field = fieldOf(scope, object, names.at(-1) ?? '', path.at);
  needed.add(steps);
  const key = [...steps.map((step) => step.field), field].map(({ name }) => name).join('.');
  const get = reader(scope, steps, object, field);
  const reads = steps[0]
    ? [steps[0].field.name]
    : field.type === 'address'
      ? partsOf(object, field)
      : [field.name];
  return { name: field.name, at: path.at, type: field.type, field, steps, key, reads, get };
}

function reader(
  { parents }: Scope,
  steps: readonly Step[],
  object: ObjectDefinition,
  field: FieldDefinition,
): Operand['get'] {
  const own = (row: DataRow) => row[field.name] ?? null;
  const read = field.type === 'address' ? (row: DataRow) => addressOf(object, field, row) : own;
  if (steps.length === 0) return read;
  const ofParent = isNameObject(object)
    ? (found: KnownRow) => nameValue(found, field)
    : ({ row }: KnownRow) => read(row);
  return (row) => {
    const found = parents.follow(row, steps);
    return found === undefined ? null : ofParent(found);
  };
}

function isOwnName({ object, alias }: Scope, name: string): boolean {
  const wanted = name.toLowerCase();
  return wanted === object.name.toLowerCase() || wanted === alias?.toLowerCase();
}

function stepOf({ reading, source }: Scope, object: ObjectDefinition, name: string, { at }: Path): Step {
  const wanted = name.toLowerCase();
  const field = object.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === wanted);
  const targets = field?.referenceTo.flatMap((target) => source.object(target) ?? []) ?? [];
  if (field === undefined || targets.length === 0) {
    refuse(reading, 'query.relationship', {
      relationship: name,
      object: object.name,
      place: placeOfName(reading.soql, at),
    });
  }
  return { field, targets };
}

function fieldOf(
  { reading, source }: Scope,
  object: ObjectDefinition,
  name: string,
  at: number,
): FieldDefinition {
  const wanted = name.toLowerCase();
  const field = isNameObject(object)
    ? object.fields.find((own) => own.name.toLowerCase() === wanted)
    : source.field(object, name);
  if (field !== undefined) return field;
  return refuse(reading, 'query.field', {
    field: name,
    object: object.name,
    place: placeOfName(reading.soql, at),
  });
}

function bindCall(scope: Scope, call: Call, needed: Steps): Operand {
  const { reading, source } = scope;
  const { name, argument, at } = call;
  if (argument === undefined) malformed(reading, 'COUNT() must be the only thing that is selected', at);
  const inner = bindOperand(scope, argument, needed);
  const { steps, reads } = inner;
  const bound = { name: inner.name, at, field: undefined, steps, reads, key: `${name}(${inner.key})` };
  if (isDateFunction(name)) {
    const { takes, type, of }: DateFunction = DATE_FUNCTIONS[name];
    if (!takes.includes(inner.type)) refuseUse(scope, inner, `can not be used in ${name}()`);
    const start = source.reader.fiscalYearStartMonth;
    return { ...bound, type, get: (row) => ofText(inner.get(row), (text) => of(text, start)) };
  }
  if (name === 'CONVERTTIMEZONE') {
    if (inner.type !== 'datetime') refuseUse(scope, inner, 'can not be used in convertTimezone()');
    return {
      ...bound,
      type: 'datetime',
      get: (row) => ofText(inner.get(row), (text) => localTime(scope, text)),
    };
  }
  if (name === 'TOLABEL') {
    const { field } = inner;
    return { ...bound, field, type: 'string', get: (row) => labelOf(field, inner.get(row)) };
  }
  if (name === 'FORMAT') {
    const { field, type } = inner;
    return { ...bound, type: 'string', get: (row) => formatted(inner.get(row), type, field, source.reader) };
  }
  return malformed(reading, `Aggregate functions are not allowed here: ${name}`, at);
}

function ofText(value: Value, change: (text: string) => FieldValue): FieldValue {
  return typeof value === 'string' ? change(value) : null;
}

function localTime({ source }: Scope, datetime: string): string {
  const instant = instantOf(datetime);
  return datetimeOf(instant + offsetOf(source.reader.timeZone, instant));
}

/** A field cannot be used like that. @throws Refusal */
export function refuseUse(
  { reading }: Scope,
  { name, at }: Pick<Operand, 'name' | 'at'>,
  what: string,
): never {
  const place = placeOfName(reading.soql, at);
  refuse(reading, 'query.field-use', { field: name, problem: `field '${name}' ${what}`, place });
}
