/** Custom objects and fields of an org, as a seed says them: the Metadata API's CustomObject and CustomField, flattened. */

export const CUSTOM_FIELD_TYPES = [
  'Text',
  'TextArea',
  'LongTextArea',
  'Html',
  'Checkbox',
  'Number',
  'Currency',
  'Percent',
  'Date',
  'DateTime',
  'Time',
  'Email',
  'Phone',
  'Url',
  'Picklist',
  'MultiselectPicklist',
  'Lookup',
  'MasterDetail',
  'AutoNumber',
  'Summary',
  'Location',
] as const;

export type CustomFieldType = (typeof CUSTOM_FIELD_TYPES)[number];

/** What is left out takes the default that docs/seed.md says. */
export interface CustomField {
  readonly type: CustomFieldType;
  readonly label?: string | undefined;
  readonly inlineHelpText?: string | undefined;
  readonly required?: boolean | undefined;
  readonly externalId?: boolean | undefined;
  readonly unique?: boolean | undefined;
  readonly caseSensitive?: boolean | undefined;
  readonly length?: number | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  readonly defaultValue?: string | number | boolean | undefined;
  /** Of a picklist. */
  readonly values?: readonly string[] | undefined;
  /** By value, for values whose label is another text. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly restricted?: boolean | undefined;
  readonly referenceTo?: string | undefined;
  readonly relationshipName?: string | undefined;
  readonly deleteConstraint?: 'SetNull' | 'Restrict' | 'Cascade' | undefined;
  readonly reparentableMasterDetail?: boolean | undefined;
  readonly displayFormat?: string | undefined;
  readonly startingNumber?: number | undefined;
  /** Its presence makes a formula field of it. */
  readonly formula?: string | undefined;
}

export interface NameField {
  readonly type?: 'Text' | 'AutoNumber' | undefined;
  readonly label?: string | undefined;
  readonly displayFormat?: string | undefined;
  readonly startingNumber?: number | undefined;
}

/** An object of the org's own, or what it adds to one of Salesforce's: then it has nothing but fields. */
export interface CustomObject {
  readonly label?: string | undefined;
  readonly pluralLabel?: string | undefined;
  readonly nameField?: NameField | undefined;
  readonly keyPrefix?: string | undefined;
  readonly fields: Readonly<Record<string, CustomField>>;
}

/** By API name, in the order in which they were made. */
export type CustomObjects = Readonly<Record<string, CustomObject>>;

/** Objects of Salesforce's whose records are in the store: a seed can add fields to them. */
export const EXTENSIBLE_OBJECTS: readonly string[] = [
  'Account',
  'Case',
  'Contact',
  'Event',
  'Lead',
  'Opportunity',
  'Task',
];

/** Whether it is the name of an object that an org has made: `Invoice__c`, `ns__Invoice__c`. */
export function isCustomName(name: string): boolean {
  return name.length <= MOST_CHARACTERS && /^[A-Za-z][A-Za-z0-9]*(?:__?[A-Za-z0-9]+)*__c$/.test(name);
}

/** A namespace of 15 characters, a name of 40, and what joins them. */
const MOST_CHARACTERS = 60;

/** Whether it names something of a managed package, which an org has without saying what it is. */
export function isOfPackage(name: string): boolean {
  return name.split('__').length > 2;
}

/** In the order in which Salesforce counts. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const MOST_OBJECTS = DIGITS.length ** 2;

/** Objects, each of the org's own with its key prefix: a00, a01 and so on, in their order. Those that say theirs keep it. */
export function withKeyPrefixes(objects: CustomObjects): CustomObjects {
  const taken = new Set(Object.values(objects).map(({ keyPrefix }) => keyPrefix));
  let next = 0;
  const free = (): string => {
    for (;;) {
      const prefix = `a${DIGITS[Math.floor(next / DIGITS.length)]}${DIGITS[next % DIGITS.length]}`;
      next++;
      if (!taken.has(prefix)) return prefix;
    }
  };
  return Object.fromEntries(
    Object.entries(objects).map(([name, object]) =>
      isCustomName(name) ? [name, { ...object, keyPrefix: object.keyPrefix ?? free() }] : [name, object],
    ),
  );
}
