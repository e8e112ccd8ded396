/** Checks the custom objects and fields of a document: what the schema cannot say of one key alone. */
import { didYouMean } from '../ground/nearest.ts';
import {
  CUSTOM_FIELD_TYPES,
  type CustomFieldType,
  EXTENSIBLE_OBJECTS,
  isCustomName,
  isOfPackage,
  MOST_OBJECTS,
} from '../org/custom-objects.ts';
import { isRecord } from '../wire/json.ts';
import type { Path } from './problems.ts';
import { type Fields, textOf } from './records.ts';
import { type Finding, fieldOf } from './shape.ts';

/** A field of an object, before it is known to fit the schema. */
interface Written {
  readonly path: Path;
  readonly object: string;
  readonly name: string;
  readonly fields: Fields;
}

/** Salesforce's most is 800 in its dearest edition. */
const MOST_FIELDS = 1_000;

export function objectFindings(document: unknown): Finding[] {
  const objects = mappingsIn(isRecord(document) ? document.objects : undefined);
  const names = objects.map(([name]) => name);
  const fields = objects.flatMap(([object, own]) =>
    mappingsIn(own.fields).map(
      ([name, written]): Written => ({
        path: ['objects', object, 'fields', name],
        object,
        name,
        fields: written,
      }),
    ),
  );
  const found = [
    ...tooMany(objects),
    ...objects.flatMap(([name, own]) => ofObject(name, own)),
    ...repeatedNames(names, (name) => ['objects', name]),
    ...objects.flatMap(([object, own]) =>
      repeatedNames(Object.keys(isRecord(own.fields) ? own.fields : {}), (name) => [
        'objects',
        object,
        'fields',
        name,
      ]),
    ),
    ...repeatedPrefixes(objects),
    ...fields.flatMap((field) => ofField(field, names)),
    ...masterDetails(fields),
    ...repeatedRelationships(fields),
  ];
  return found.map(({ path, of, message }) => ({
    path,
    of,
    message: () => `${fieldOf(document, path)}: ${typeof message === 'string' ? message : message()}`,
  }));
}

function mappingsIn(value: unknown): [name: string, fields: Fields][] {
  if (!isRecord(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, Fields] => isRecord(entry[1]));
}

const at = (path: Path, message: Finding['message'], of: Finding['of'] = 'value'): Finding => ({
  path,
  of,
  message,
});

function tooMany(objects: readonly [string, Fields][]): Finding[] {
  if (objects.length > MOST_OBJECTS) {
    return [at(['objects'], `are ${objects.length}, and an org has ${MOST_OBJECTS} at most: leave some out`)];
  }
  return objects.flatMap(([name, { fields }]) => {
    const count = isRecord(fields) ? Object.keys(fields).length : 0;
    if (count <= MOST_FIELDS) return [];
    const message = `are ${count}, and an object has ${MOST_FIELDS} at most: leave some out`;
    return [at(['objects', name, 'fields'], message)];
  });
}

function ofObject(name: string, own: Fields): Finding[] {
  const path = ['objects', name];
  if (isCustomName(name)) return ofName(path, own);
  if (!EXTENSIBLE_OBJECTS.includes(name)) {
    const hint = didYouMean(name, [...EXTENSIBLE_OBJECTS, `${name}__c`]);
    const known = `: fields can be added to ${EXTENSIBLE_OBJECTS.join(', ')}`;
    return [
      at(
        path,
        `is neither the API name of a custom object, which ends in __c, nor an object that is here${hint || known}`,
        'key',
      ),
    ];
  }
  return Object.keys(own)
    .filter((key) => key !== 'fields')
    .map((key) => at([...path, key], `${name} is Salesforce's own: only fields can be added to it`, 'key'));
}

function ofName(path: Path, { nameField }: Fields): Finding[] {
  if (!isRecord(nameField)) return [];
  const { type, displayFormat } = nameField;
  if (type === 'AutoNumber') return formatFindings([...path, 'nameField', 'displayFormat'], displayFormat);
  return ['displayFormat', 'startingNumber']
    .filter((key) => nameField[key] !== undefined)
    .map((key) => at([...path, 'nameField', key], 'only a name of the type AutoNumber has one', 'key'));
}

function formatFindings(path: Path, format: unknown): Finding[] {
  if (typeof format !== 'string' || isNumberFormat(format)) return [];
  return [
    at(path, `'${format}' is no format of an auto number: one {0}, {00} and so on, and text around it`),
  ];
}

/** One `{0000}`; besides it texts, and `{YYYY}`, `{YY}`, `{MM}` and `{DD}`. */
function isNumberFormat(format: string): boolean {
  const rest = format.replaceAll(/\{(?:YYYY|YY|MM|DD)\}/g, '');
  return /^[^{}]*\{0{1,10}\}[^{}]*$/.test(rest);
}

/** Two names that are the same to Salesforce. */
function repeatedNames(names: readonly string[], pathOf: (name: string) => Path): Finding[] {
  const taken = new Map<string, string>();
  return names.flatMap((name) => {
    const first = taken.get(name.toLowerCase());
    taken.set(name.toLowerCase(), first ?? name);
    return first === undefined
      ? []
      : [at(pathOf(name), `${first} is the same name: give one of them another`, 'key')];
  });
}

function repeatedPrefixes(objects: readonly [string, Fields][]): Finding[] {
  const taken = new Map<unknown, string>();
  return objects.flatMap(([name, { keyPrefix }]) => {
    const first = keyPrefix === undefined ? undefined : taken.get(keyPrefix);
    taken.set(keyPrefix, first ?? name);
    if (first === undefined) return [];
    return [
      at(['objects', name, 'keyPrefix'], `'${keyPrefix}' is that of ${first} already: give this one another`),
    ];
  });
}

const NUMBERS: readonly CustomFieldType[] = ['Number', 'Currency', 'Percent'];
const PICKLISTS: readonly CustomFieldType[] = ['Picklist', 'MultiselectPicklist'];
const LONG_TEXTS: readonly CustomFieldType[] = ['LongTextArea', 'Html'];
const WITHOUT_INPUT: readonly CustomFieldType[] = ['AutoNumber', 'Summary'];

/** Which types have a key; one that is not here all have. */
const TYPES_WITH: Readonly<Record<string, readonly CustomFieldType[]>> = {
  externalId: ['Text', 'Number', 'Email', 'AutoNumber'],
  unique: ['Text', 'Number', 'Email'],
  caseSensitive: ['Text', 'Email'],
  length: ['Text', ...LONG_TEXTS],
  precision: NUMBERS,
  scale: [...NUMBERS, 'Location'],
  values: PICKLISTS,
  labels: PICKLISTS,
  restricted: PICKLISTS,
  referenceTo: ['Lookup', 'MasterDetail'],
  relationshipName: ['Lookup', 'MasterDetail'],
  deleteConstraint: ['Lookup'],
  reparentableMasterDetail: ['MasterDetail'],
  displayFormat: ['AutoNumber'],
  startingNumber: ['AutoNumber'],
  formula: ['Checkbox', 'Currency', 'Date', 'DateTime', 'Number', 'Percent', 'Text', 'Time'],
};

function ofField({ path, name, fields, object }: Written, objects: readonly string[]): Finding[] {
  if (!isCustomName(name)) {
    const of = isCustomName(`${name}__c`) ? `: did you mean '${name}__c'?` : ', which ends in __c';
    return [at(path, `is not the API name of a custom field${of}`, 'key')];
  }
  const { type } = fields;
  if (!CUSTOM_FIELD_TYPES.includes(type as CustomFieldType)) return [];
  const misfits = Object.keys(fields).filter(
    (key) => Object.hasOwn(TYPES_WITH, key) && !TYPES_WITH[key]?.includes(type as CustomFieldType),
  );
  const found = misfits.map((key) =>
    at([...path, key], `a field of the type ${type} has none: remove it`, 'key'),
  );
  if (found.length > 0) return found;
  return [
    ...lengthFindings(path, fields),
    ...picklistFindings(path, fields),
    ...referenceFindings(path, object, fields, objects),
    ...inputFindings(path, fields),
    ...(type === 'AutoNumber' ? formatFindings([...path, 'displayFormat'], fields.displayFormat) : []),
    ...defaultFindings(path, fields),
  ];
}

function lengthFindings(path: Path, { type, length, precision, scale = 0 }: Fields): Finding[] {
  const isLong = LONG_TEXTS.includes(type as CustomFieldType);
  if (typeof length === 'number' && isLong !== length > 255) {
    const range = isLong ? '256 to 131072' : '1 to 255; a LongTextArea has more';
    return [at([...path, 'length'], `a field of the type ${type} has ${range}`)];
  }
  if (Number(scale) > Number(precision ?? 18)) {
    return [
      at(
        [...path, 'scale'],
        `${scale} digits behind the point are more than the ${precision ?? 18} of the whole number`,
      ),
    ];
  }
  return [];
}

function picklistFindings(path: Path, { values, labels }: Fields): Finding[] {
  if (!Array.isArray(values)) return [];
  const seen = new Set<unknown>();
  const repeated = values.flatMap((value: unknown, i) => {
    const folded = String(value).toLowerCase();
    const isKnown = seen.has(folded);
    seen.add(folded);
    return isKnown ? [at([...path, 'values', i], `'${value}' is there already: remove one`)] : [];
  });
  const unknown = Object.keys(isRecord(labels) ? labels : {}).filter((value) => !values.includes(value));
  return [
    ...repeated,
    ...unknown.map((value) => at([...path, 'labels', value], `'${value}' is none of its values`, 'key')),
  ];
}

function referenceFindings(
  path: Path,
  object: string,
  { type, referenceTo, required, deleteConstraint, relationshipName }: Fields,
  objects: readonly string[],
): Finding[] {
  if (type !== 'Lookup' && type !== 'MasterDetail') return [];
  const target = textOf(referenceTo);
  if (target === undefined) return [at(path, `a ${type} needs referenceTo, the object that it leads to`)];
  if (isCustomName(target) && !isOfPackage(target) && !objects.includes(target)) {
    return [
      at([...path, 'referenceTo'], () => `the org has no object '${target}'${didYouMean(target, objects)}`),
    ];
  }
  if (!isApiName(target)) return [at([...path, 'referenceTo'], `'${target}' is no API name of an object`)];
  const name = textOf(relationshipName);
  if (name !== undefined && !isApiName(name)) {
    return [
      at(
        [...path, 'relationshipName'],
        `'${name}' is no API name: a letter, then letters, digits and underscores`,
      ),
    ];
  }
  if (type === 'MasterDetail' && (!isCustomName(object) || object === target)) {
    return [
      at([...path, 'type'], 'only an object of the org can be the detail of another one: make it a Lookup'),
    ];
  }
  if (required === true && deleteConstraint === 'SetNull') {
    return [
      at([...path, 'deleteConstraint'], 'a required Lookup cannot be emptied: write Restrict or Cascade'),
    ];
  }
  return [];
}

function isApiName(name: string): boolean {
  return /^[A-Za-z]\w*$/.test(name);
}

/** Keys of fields into which nobody writes. */
function inputFindings(path: Path, { type, formula, ...keys }: Fields): Finding[] {
  if (formula === undefined && !WITHOUT_INPUT.includes(type as CustomFieldType)) return [];
  const what = formula === undefined ? `a field of the type ${type}` : 'a formula field';
  const own = ['required', 'defaultValue', ...(formula === undefined ? [] : ['externalId', 'unique'])];
  return own
    .filter((key) => keys[key] !== undefined)
    .map((key) => at([...path, key], `nobody writes into ${what}, so it has none: remove it`, 'key'));
}

function defaultFindings(
  path: Path,
  { type, defaultValue, values, precision = 18, scale = 0 }: Fields,
): Finding[] {
  const wrong = (message: string) => [at([...path, 'defaultValue'], message)];
  if (defaultValue === undefined) return [];
  if (type === 'Checkbox') return typeof defaultValue === 'boolean' ? [] : wrong('must be true or false');
  if (NUMBERS.includes(type as CustomFieldType)) {
    if (typeof defaultValue !== 'number') return wrong('must be a number');
    const isInRange = Math.abs(defaultValue) < 10 ** (Number(precision) - Number(scale));
    return isInRange ? [] : wrong(`${defaultValue} has more digits than the field`);
  }
  if (PICKLISTS.includes(type as CustomFieldType) && Array.isArray(values)) {
    return values.includes(defaultValue) ? [] : wrong(`'${defaultValue}' is none of its values`);
  }
  const isText = ['Text', 'TextArea', 'Email', 'Phone', 'Url', ...PICKLISTS].includes(String(type));
  if (!isText) return wrong(`a field of the type ${type} has none here: formulas are not worked out`);
  return typeof defaultValue === 'string' ? [] : wrong('must be text: put it in quotes');
}

/** Deleting a master deletes its details: that must come to an end, and Salesforce allows two masters. */
function masterDetails(fields: readonly Written[]): Finding[] {
  const masters = Map.groupBy(
    fields.filter((field) => field.fields.type === 'MasterDetail'),
    ({ object }) => object,
  );
  return [...masters.values()].flatMap((own) => {
    const [, , third] = own;
    if (third)
      return [at([...third.path, 'type'], 'an object is the detail of two others at most: make it a Lookup')];
    return own.flatMap((field) => {
      if (!leadsBack(field, masters)) return [];
      return [
        at(
          [...field.path, 'referenceTo'],
          'leads in a circle of details and masters: make one of them a Lookup',
        ),
      ];
    });
  });
}

function leadsBack(from: Written, masters: ReadonlyMap<string, readonly Written[]>): boolean {
  const seen = new Set<unknown>();
  const open = [from.fields.referenceTo];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === from.object) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const { fields } of masters.get(String(at)) ?? []) open.push(fields.referenceTo);
  }
  return false;
}

function repeatedRelationships(fields: readonly Written[]): Finding[] {
  const taken = new Map<string, Written>();
  return fields.flatMap((field) => {
    const name = textOf(field.fields.relationshipName);
    if (name === undefined) return [];
    const key = `${field.fields.referenceTo}.${name}`.toLowerCase();
    const first = taken.get(key);
    taken.set(key, first ?? field);
    if (!first) return [];
    const message = `'${name}' is that of ${first.object}.${first.name} already: give this one another`;
    return [at([...field.path, 'relationshipName'], message)];
  });
}
