/** The objects of an org: those that are shipped with its custom fields, then its own. */
import type { CustomObject, CustomObjects } from '../../org/custom-objects.ts';
import { CUSTOM } from './capabilities.ts';
import { customField, labelOf, numberedField } from './custom-field.ts';
import {
  DEFAULTED,
  ID,
  IS_DELETED,
  LAST_SEEN,
  NO_FLS,
  reference,
  SYSTEM_BLOCK,
  string,
  type WrittenField,
} from './field.ts';
import type { WrittenObject } from './object.ts';

export function withCustom(shipped: readonly WrittenObject[], objects: CustomObjects): WrittenObject[] {
  const known = new Set(shipped.map(({ name }) => name));
  return [
    ...shipped.map((object) => {
      const more = objects[object.name];
      return more ? { ...object, fields: [...object.fields, ...customFields(more)] } : object;
    }),
    ...Object.entries(objects).flatMap(([name, own]) => (known.has(name) ? [] : [customObject(name, own)])),
  ];
}

/** The order of the fields before the custom ones is recalled. */
function customObject(name: string, own: CustomObject): WrittenObject {
  const label = own.label ?? labelOf(name);
  const isDetail = Object.values(own.fields).some(({ type }) => type === 'MasterDetail');
  return {
    name,
    label,
    labelPlural: own.pluralLabel ?? `${label}s`,
    keyPrefix: own.keyPrefix ?? '',
    isCustom: true,
    capabilities: CUSTOM,
    fields: [
      { ...ID, label: 'Record ID' },
      ...(isDetail ? [] : [reference('OwnerId', 'User', { ...DEFAULTED, ...NO_FLS, isNillable: false })]),
      IS_DELETED,
      nameField(label, own),
      ...SYSTEM_BLOCK,
      ...LAST_SEEN,
      ...customFields(own),
    ],
  };
}

/** A text may be left out: then the record is called by its id. */
function nameField(objectLabel: string, { nameField: own = {} }: CustomObject): WrittenField {
  const traits = {
    ...NO_FLS,
    label: own.label ?? `${objectLabel} Name`,
    isNameField: true,
    isIdLookup: true,
  };
  if (own.type === 'AutoNumber') return numberedField('Name', own, traits);
  return string('Name', 80, { ...traits, ...DEFAULTED });
}

function customFields({ fields }: CustomObject): WrittenField[] {
  let masters = 0;
  return Object.entries(fields).flatMap(([name, own]) => {
    const written = customField(name, own, { masters });
    if (own.type === 'MasterDetail') masters++;
    return written;
  });
}
