/** Makes fields: what is said of each type once (rest-data.md 3.3), and the blocks that many objects have. */
import type { ChildRelationship, FieldDefinition, FieldType, PicklistValue } from '../definition.ts';
import { SALUTATIONS } from './words.ts';

/** A field as an object is written with it: a reference says what it is called from its other end. */
export interface WrittenField extends FieldDefinition {
  readonly child?: Pick<ChildRelationship, 'relationshipName' | 'onDelete'>;
}

/** What a field says itself. */
export type Traits = Partial<Omit<WrittenField, 'name' | 'type'>>;

export const READ_ONLY = { isCreateable: false, isUpdateable: false } as const;
export const CREATE_ONLY = { isUpdateable: false } as const;
export const UPDATE_ONLY = { isCreateable: false } as const;
export const DEFAULTED = { isDefaultedOnCreate: true } as const;
export const NO_FLS = { isPermissionable: false } as const;
export const REQUIRED = { isNillable: false, ...NO_FLS } as const;
/** Of the system: nobody writes it, and everybody may read it. */
export const SYSTEM = { ...READ_ONLY, ...NO_FLS } as const;
/** Neither in WHERE nor in ORDER BY nor in GROUP BY. */
export const NO_QUERY = { isFilterable: false, isSortable: false, isGroupable: false } as const;

const TEXT = { isFilterable: true, isSortable: true, isGroupable: true } as const;

/** A field as most are: createable, updateable, may be null. */
export function field(type: FieldType, name: string, traits: Traits = {}): WrittenField {
  return {
    label: labelOf(name),
    isCustom: false,
    length: 0,
    precision: 0,
    scale: 0,
    digits: 0,
    isNillable: true,
    isCreateable: true,
    isUpdateable: true,
    isDefaultedOnCreate: false,
    defaultValue: null,
    isNameField: false,
    isIdLookup: false,
    isExternalId: false,
    isUnique: false,
    isCaseSensitive: false,
    autoNumber: null,
    isCalculated: false,
    calculatedFormula: null,
    inlineHelpText: null,
    ...TEXT,
    isPermissionable: true,
    picklistValues: [],
    isRestrictedPicklist: false,
    referenceTo: [],
    relationshipName: null,
    relationshipOrder: null,
    compoundFieldName: null,
    extraTypeInfo: null,
    ...traits,
    name,
    type,
  };
}

export function string(name: string, length: number, traits?: Traits): WrittenField {
  return field('string', name, { length, ...traits });
}

/** Text of the system. */
export function systemText(name: string, length = 255): WrittenField {
  return string(name, length, SYSTEM);
}

export function phone(name: string, traits?: Traits): WrittenField {
  return field('phone', name, { length: 40, ...traits });
}

export function email(name: string, traits?: Traits): WrittenField {
  return field('email', name, { length: 80, ...traits });
}

export function url(name: string, length: number, traits?: Traits): WrittenField {
  return field('url', name, { length, ...traits });
}

/** A text of several lines; from 256 characters on no query looks at it. */
export function textarea(name: string, length: number, traits?: Traits): WrittenField {
  const long = length > 255;
  return field('textarea', name, {
    length,
    extraTypeInfo: 'plaintextarea',
    ...(long ? NO_QUERY : {}),
    ...traits,
  });
}

/** @param values between bars; the one in brackets is the default; empty for a list that is not known */
export function picklist(name: string, length: number, values: string, traits?: Traits): WrittenField {
  return field('picklist', name, { length, picklistValues: valuesOf(values), ...traits });
}

export function combobox(name: string, length: number, values: string, traits?: Traits): WrittenField {
  return field('combobox', name, { length, picklistValues: valuesOf(values), ...traits });
}

export function boolean(name: string, traits?: Traits): WrittenField {
  return field('boolean', name, { isNillable: false, defaultValue: false, ...DEFAULTED, ...traits });
}

export function int(name: string, digits: number, traits?: Traits): WrittenField {
  return field('int', name, { digits, ...traits });
}

export function double(name: string, precision: number, scale: number, traits?: Traits): WrittenField {
  return field('double', name, { precision, scale, isGroupable: false, ...traits });
}

export function currency(name: string, precision: number, scale: number, traits?: Traits): WrittenField {
  return field('currency', name, { precision, scale, isGroupable: false, ...traits });
}

export function percent(name: string, precision: number, scale: number, traits?: Traits): WrittenField {
  return field('percent', name, { precision, scale, isGroupable: false, ...traits });
}

export function date(name: string, traits?: Traits): WrittenField {
  return field('date', name, traits);
}

export function datetime(name: string, traits?: Traits): WrittenField {
  return field('datetime', name, { isGroupable: false, ...traits });
}

/** What a reference is called from its other end, and what deleting that does. */
export function child(
  relationshipName: string | null,
  onDelete: ChildRelationship['onDelete'] = 'clear',
): Pick<WrittenField, 'child'> {
  return { child: { relationshipName, onDelete } };
}

/** @param name ends in `Id`; the path through it is the rest, unless the traits say otherwise */
export function reference(name: string, to: string, traits?: Traits): WrittenField {
  return field('reference', name, {
    length: 18,
    referenceTo: to.split(' '),
    relationshipName: name.replace(/Id$/, ''),
    ...traits,
  });
}

export const ID = field('id', 'Id', {
  ...SYSTEM,
  ...DEFAULTED,
  length: 18,
  isNillable: false,
  isIdLookup: true,
});

const PART_OF_NAME = { compoundFieldName: 'Name', extraTypeInfo: 'personname' } as const;

/** How Contact and Lead are called: three parts, and the name that they make. */
export const PERSON_NAME: readonly WrittenField[] = [
  string('LastName', 80, { ...REQUIRED, ...PART_OF_NAME }),
  string('FirstName', 40, { ...NO_FLS, ...PART_OF_NAME }),
  picklist('Salutation', 40, SALUTATIONS, { ...NO_FLS, ...PART_OF_NAME }),
  string('Name', 121, {
    ...SYSTEM,
    isNillable: false,
    label: 'Full Name',
    isNameField: true,
    extraTypeInfo: 'personname',
  }),
];

export const IS_DELETED = boolean('IsDeleted', { ...SYSTEM, label: 'Deleted' });

/** After OwnerId in every object: rest-data.md 10. */
export const SYSTEM_BLOCK: readonly WrittenField[] = [
  datetime('CreatedDate', { ...SYSTEM, ...DEFAULTED, isNillable: false }),
  reference('CreatedById', 'User', { ...SYSTEM, ...DEFAULTED, isNillable: false }),
  datetime('LastModifiedDate', { ...SYSTEM, ...DEFAULTED, isNillable: false }),
  reference('LastModifiedById', 'User', { ...SYSTEM, ...DEFAULTED, isNillable: false }),
  datetime('SystemModstamp', { ...SYSTEM, ...DEFAULTED, isNillable: false }),
];

export const LAST_ACTIVITY = date('LastActivityDate', { ...SYSTEM, label: 'Last Activity' });

export const LAST_SEEN: readonly WrittenField[] = [
  datetime('LastViewedDate', SYSTEM),
  datetime('LastReferencedDate', SYSTEM),
];

const ACCURACIES = 'Address|NearAddress|Block|Street|ExtendedZip|Zip|Neighborhood|City|County|State|Unknown';

/** @param prefix `Billing`; empty for the only address of an object */
export function address(prefix: string): readonly WrittenField[] {
  const part = { compoundFieldName: `${prefix}Address` };
  const label = (name: string) => ({ ...part, label: `${prefix} ${name}`.trim() });
  return [
    textarea(`${prefix}Street`, 255, part),
    string(`${prefix}City`, 40, part),
    string(`${prefix}State`, 80, label('State/Province')),
    string(`${prefix}PostalCode`, 20, label('Zip/Postal Code')),
    string(`${prefix}Country`, 80, part),
    double(`${prefix}Latitude`, 18, 15, part),
    double(`${prefix}Longitude`, 18, 15, part),
    picklist(`${prefix}GeocodeAccuracy`, 40, ACCURACIES, { ...part, isRestrictedPicklist: true }),
    field('address', `${prefix}Address`, { ...READ_ONLY, isSortable: false, isGroupable: false }),
  ];
}

/** `AnnualRevenue` -> `Annual Revenue`, `ParentId` -> `Parent ID`, `IsClosed` -> `Closed`. */
function labelOf(name: string): string {
  return name
    .replace(/__c$/, '')
    .replace(/^Is(?=[A-Z])/, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .replace(/\bId$/, 'ID')
    .replace(/\bUrl$/, 'URL');
}

/** The values of a list; `[Medium]` is the default. */
function valuesOf(list: string): PicklistValue[] {
  const values = list.split('|').filter(Boolean);
  return values.map((written) => {
    const isDefault = written.startsWith('[');
    const value = isDefault ? written.slice(1, -1) : written;
    return { value, label: value, isDefault };
  });
}
