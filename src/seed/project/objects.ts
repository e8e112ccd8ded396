/** The `objects` folder of a project -> custom objects and fields of a seed, in source format and in metadata format. */
import { basename, dirname } from 'node:path';
import { EXTENSIBLE_OBJECTS, isCustomName } from '../../org/custom-objects.ts';
import { readCustomField } from './custom-field.ts';
import { numberField, textField } from './fields.ts';
import { fieldsOf, type Located, type LocatedFields, located } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** Elements of an object that no API shows. Those that would do something are told of: see {@link RULES}. */
export const UNUSED_IN_OBJECTS = [
  'actionOverrides',
  'businessProcesses',
  'compactLayouts',
  'fieldSets',
  'indexes',
  'listViews',
  'profileSearchLayouts',
  'searchLayouts',
  'sharingReasons',
  'sharingRecalculations',
  'webLinks',
] as const;

/** What an object's file may hold that would do something, and what is told of it. */
const RULES: Readonly<Record<string, string>> = {
  recordTypes: 'record types have no effect',
  validationRules: 'validation rules have no effect: arm record.validation-rule',
};

/** What one file says of an object. */
export interface ObjectPart {
  readonly name: string;
  /** Without fields; undefined: the file is one of a field. */
  readonly own: LocatedFields | undefined;
  readonly fields: LocatedFields;
  readonly at: Located['at'];
}

/** @returns undefined, and told, when the object has no place in an org here */
export function readObject(root: Element, name: string, report: Report): ObjectPart | undefined {
  if (!hasPlace(root, name, report)) return undefined;
  for (const [rule, what] of Object.entries(RULES)) {
    const [first] = root.all(rule);
    if (first) report.skipOnce(first.place, what);
  }
  const fields = root.all('fields').flatMap((element) => {
    const fullName = element.textOf('fullName');
    return fullName === undefined ? [] : fieldOf(element, name, fullName, report);
  });
  const own = isCustomName(name)
    ? {
        label: textField(root.child('label')),
        pluralLabel: textField(root.child('pluralLabel')),
        nameField: nameFieldOf(root.child('nameField')),
      }
    : {};
  return { name, own, fields: Object.fromEntries(fields), at: root.at };
}

/** Of the file `objects/Invoice__c/fields/Total__c.field-meta.xml`. */
export function readFieldFile(root: Element, name: string, report: Report): ObjectPart | undefined {
  const object = basename(dirname(dirname(root.file)));
  if (!hasPlace(root, object, report)) return undefined;
  const fields = Object.fromEntries(fieldOf(root, object, name, report));
  if (Object.keys(fields).length === 0) return undefined;
  return { name: object, own: undefined, fields, at: root.at };
}

function fieldOf(element: Element, object: string, name: string, report: Report): [string, Located][] {
  if (!name.endsWith('__c')) return [];
  const field = readCustomField(element, `${object}.${name}`, report);
  if (!field) return [];
  report.wasRead('custom field', `${object}.${name}`, element.file);
  return [[name, field]];
}

/** Custom fields of activities are those of tasks and of events. */
const ACTIVITY = 'Activity';

function hasPlace(root: Element, name: string, report: Report): boolean {
  if (name === ACTIVITY || EXTENSIBLE_OBJECTS.includes(name)) return true;
  const setting = root.child('customSettingsType');
  if (setting) report.skipOnce(setting.place, 'custom settings are not here');
  else if (!isCustomName(name))
    report.skipOnce(
      root.place,
      'fields and objects other than custom objects, and fields of Account, Case, Contact, Event, Lead, Opportunity, Task and Activity, are not here',
    );
  else return true;
  return false;
}

function nameFieldOf(element: Element | undefined): Located | undefined {
  if (!element) return undefined;
  const isNumber = element.textOf('type') === 'AutoNumber';
  const fields = {
    type: textField(element.child('type')),
    label: textField(element.child('label')),
    displayFormat: isNumber ? textField(element.child('displayFormat')) : undefined,
    startingNumber: isNumber ? numberField(element.child('startingNumber')) : undefined,
  };
  return located(fields, element.at);
}

/** The parts of all files as `objects` of a seed; undefined when there are none. Of two that say the same the first counts. */
export function objectsOf(parts: readonly ObjectPart[], report: Report): Located | undefined {
  const byName = Map.groupBy(parts.flatMap(ofActivity), ({ name }) => name);
  const objects = [...byName].flatMap(([name, own]) => {
    const [first] = own;
    if (!first) return [];
    const said = own.find((part) => part.own !== undefined);
    if (!said && isCustomName(name)) {
      report.default(first.at('value'), `object ${name} is in no file of its own: it has its name as label`);
    }
    const fields = Object.assign({}, ...own.map((part) => part.fields).reverse()) as LocatedFields;
    if (Object.keys(fields).length === 0 && !isCustomName(name)) return [];
    const value = { ...said?.own, fields: located(fields, () => first.at('value')) };
    return [[name, located(value, () => (said ?? first).at('value'))] as const];
  });
  const [first] = objects;
  return first && located(Object.fromEntries(objects), () => first[1].at('value'));
}

function ofActivity(part: ObjectPart): ObjectPart[] {
  if (part.name !== ACTIVITY) return [part];
  return ['Event', 'Task'].map((name) => ({ ...part, name }));
}

/** Objects of a seed over those of its projects, field by field. */
export function objectsOver(upper: Located | undefined, lower: Located | undefined): Located | undefined {
  if (!upper || !lower) return upper ?? lower;
  const [top, base] = [fieldsOf(upper), fieldsOf(lower)];
  const together = Object.entries(top).map(([name, object]) => {
    const known = base[name];
    if (!object || !known) return [name, object] as const;
    const [own, others] = [fieldsOf(object), fieldsOf(known)];
    const fields = own.fields
      ? { ...own.fields, value: { ...fieldsOf(others.fields), ...fieldsOf(own.fields) } }
      : others.fields;
    return [name, { ...object, value: { ...others, ...own, fields } }] as const;
  });
  return { ...upper, value: { ...base, ...Object.fromEntries(together) } };
}
