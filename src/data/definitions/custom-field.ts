/** A custom field as an org says it -> its definition (rest-data.md 14.1). What no recording shows of custom fields is recalled. */
import type { CustomField } from '../../org/custom-objects.ts';
import type { PicklistValue } from '../definition.ts';
import {
  boolean,
  child,
  currency,
  DEFAULTED,
  date,
  datetime,
  double,
  email,
  field,
  NO_QUERY,
  percent,
  phone,
  READ_ONLY,
  REQUIRED,
  string,
  type Traits,
  textarea,
  url,
  type WrittenField,
} from './field.ts';

/** In which order an object has its fields, for those that an AutoNumber and a master-detail count. */
export interface Place {
  /** How many master-detail fields the object has before it. */
  readonly masters: number;
}

const LONG = 32_768;
const PICKLIST_LENGTH = 255;
const MULTI_LENGTH = 4_099;
/** Names of auto numbers. */
const NUMBER_LENGTH = 30;

/** @returns the field; the parts of a Location come before it */
export function customField(name: string, own: CustomField, place: Place): readonly WrittenField[] {
  const label = own.label ?? labelOf(name);
  const traits: Traits = {
    isCustom: true,
    label,
    inlineHelpText: own.inlineHelpText ?? null,
    ...defaultOf(own),
    ...(own.required ? REQUIRED : {}),
    ...keyOf(own),
    ...(own.formula === undefined ? {} : { ...CALCULATED, calculatedFormula: own.formula }),
  };
  if (own.type === 'Location') return location(name, own, traits);
  return [simpleField(name, own, traits, place)];
}

const CALCULATED = { ...READ_ONLY, isCalculated: true } as const;

function defaultOf({ defaultValue, type }: CustomField): Traits {
  if (defaultValue === undefined) return {};
  const isChosen = type === 'Picklist' || type === 'MultiselectPicklist';
  return { ...DEFAULTED, ...(isChosen ? {} : { defaultValue }) };
}

function keyOf({ externalId = false, unique = false, caseSensitive = false }: CustomField): Traits {
  return {
    isExternalId: externalId,
    isIdLookup: externalId || unique,
    isUnique: unique,
    isCaseSensitive: caseSensitive,
  };
}

function simpleField(name: string, own: CustomField, traits: Traits, place: Place): WrittenField {
  const { length, precision = 18, scale, type } = own;
  switch (type) {
    case 'Text':
      return string(name, own.formula === undefined ? (length ?? 255) : 1_300, traits);
    case 'TextArea':
      return textarea(name, 255, traits);
    case 'LongTextArea':
      return textarea(name, length ?? LONG, traits);
    case 'Html':
      return textarea(name, length ?? LONG, { ...traits, extraTypeInfo: 'richtextarea' });
    case 'Checkbox':
      return boolean(name, traits);
    case 'Currency':
      return currency(name, precision, scale ?? 2, traits);
    case 'Percent':
      return percent(name, precision, scale ?? 0, traits);
    case 'Summary':
      return double(name, precision, 2, { ...traits, ...CALCULATED });
    case 'Date':
      return date(name, traits);
    case 'DateTime':
      return datetime(name, traits);
    case 'Time':
      return field('time', name, traits);
    case 'Email':
      return email(name, traits);
    case 'Phone':
      return phone(name, traits);
    case 'Url':
      return url(name, 255, traits);
    case 'Picklist':
      return field('picklist', name, { length: PICKLIST_LENGTH, ...choiceOf(own), ...traits });
    case 'MultiselectPicklist':
      return field('multipicklist', name, {
        length: MULTI_LENGTH,
        isSortable: false,
        isGroupable: false,
        ...choiceOf(own),
        ...traits,
      });
    case 'Lookup':
    case 'MasterDetail':
      return referenceField(name, own, traits, place);
    case 'AutoNumber':
      return numberedField(name, own, traits);
    default:
      return double(name, precision, scale ?? 0, traits);
  }
}

function choiceOf({ values = [], labels = {}, restricted = false, defaultValue }: CustomField): Traits {
  const picklistValues = values.map(
    (value): PicklistValue => ({
      value,
      label: Object.hasOwn(labels, value) ? (labels[value] ?? value) : value,
      isDefault: value === defaultValue,
    }),
  );
  return { picklistValues, isRestrictedPicklist: restricted };
}

/** What is called `Account__c` leads through `Account__r`, and back through the name of the relationship. */
function referenceField(name: string, own: CustomField, traits: Traits, { masters }: Place): WrittenField {
  const { relationshipName, reparentableMasterDetail = false } = own;
  const isDetail = own.type === 'MasterDetail';
  const back = relationshipName === undefined ? undefined : `${relationshipName}__r`;
  return field('reference', name, {
    length: 18,
    referenceTo: [own.referenceTo ?? ''],
    relationshipName: name.replace(/__c$/, '__r'),
    ...child(back ?? null, onDeleteOf(own)),
    ...traits,
    ...(isDetail ? { ...REQUIRED, relationshipOrder: masters, isUpdateable: reparentableMasterDetail } : {}),
  });
}

function onDeleteOf({ type, deleteConstraint, required = false }: CustomField) {
  if (type === 'MasterDetail' || deleteConstraint === 'Cascade') return 'cascade';
  return required || deleteConstraint === 'Restrict' ? 'restrict' : 'clear';
}

interface Numbered {
  readonly displayFormat?: string | undefined;
  readonly startingNumber?: number | undefined;
}

export function numberedField(name: string, own: Numbered, traits: Traits): WrittenField {
  const { displayFormat = '{0}', startingNumber = 1 } = own;
  return string(name, NUMBER_LENGTH, {
    ...traits,
    ...READ_ONLY,
    ...DEFAULTED,
    isNillable: false,
    autoNumber: { format: displayFormat, first: startingNumber },
  });
}

/** Two numbers are written, and the point that they make is described. */
function location(name: string, { scale = 5 }: CustomField, traits: Traits): readonly WrittenField[] {
  const { label = name } = traits;
  const part = (which: string) =>
    double(name.replace(/__c$/, `__${which}__s`), scale + 3, scale, {
      ...traits,
      label: `${label} (${which})`,
      compoundFieldName: name,
    });
  return [
    part('Latitude'),
    part('Longitude'),
    field('location', name, { ...traits, ...READ_ONLY, ...NO_QUERY, isNillable: true }),
  ];
}

/** `Order_Number__c` -> `Order Number`, `ns__Total__c` -> `Total`. */
export function labelOf(apiName: string): string {
  const [name = apiName] = apiName.replace(/__c$/, '').split('__').slice(-1);
  return name.replaceAll('_', ' ');
}
