/** What an sObject is: its fields in describe order, what may be done with them, and its children (rest-data.md 3 and 10). */

/** The `type` of a field in a describe. */
export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'phone'
  | 'email'
  | 'url'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'address'
  | 'location';

/**
 * What a row holds of a field, in the form that REST writes: ids of 18 characters, instants as `2021-12-03T17:59:20.000+0000`, days as
 * `2010-01-01`, times as `17:30:45.125Z`, numbers, and the values of a multipicklist as `four;six`. Texts of one type order as
 * what they mean does. A compound address is in no row: it is made of its parts.
 */
export type FieldValue = string | number | boolean | null;

/** A row of any object by the names of its fields, as the schema spells them. A field without a value is null or left out. */
export type DataRow = Readonly<Record<string, FieldValue>>;

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly isDefault: boolean;
}

/** How an auto number is written: `INV-{0000}`. */
export interface AutoNumber {
  readonly format: string;
  readonly first: number;
}

export interface FieldDefinition {
  /** As the schema spells it; Salesforce takes it in any case. */
  readonly name: string;
  /** The long one of a describe: `Account Name`. Refusals of a save say it. */
  readonly label: string;
  readonly type: FieldType;
  readonly isCustom: boolean;
  /** Characters; 0 for a type that has no length. */
  readonly length: number;
  /** Digits in all, and behind the point; 0 for anything but double, currency and percent. */
  readonly precision: number;
  readonly scale: number;
  /** Digits of an int; 0 for any other type. */
  readonly digits: number;
  /** May be null. A boolean never is. */
  readonly isNillable: boolean;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  /** The server gives it a value when a record is created without one. */
  readonly isDefaultedOnCreate: boolean;
  /** What that is, where it is the same for every record. */
  readonly defaultValue: FieldValue;
  /** The name of a record stands here; Case has CaseNumber. */
  readonly isNameField: boolean;
  /** Can find a record in an upsert, as every external id can. */
  readonly isIdLookup: boolean;
  readonly isExternalId: boolean;
  readonly isUnique: boolean;
  readonly isCaseSensitive: boolean;
  /** The server counts it up, from the number of the first record. */
  readonly autoNumber: AutoNumber | null;
  /** A formula or a summary: described, and always null. */
  readonly isCalculated: boolean;
  /** Of a formula field: its formula, which is not worked out. */
  readonly calculatedFormula: string | null;
  /** What Setup shows beside it. */
  readonly inlineHelpText: string | null;
  /** May stand in WHERE, in ORDER BY, in GROUP BY. */
  readonly isFilterable: boolean;
  readonly isSortable: boolean;
  readonly isGroupable: boolean;
  /** Has field-level security; false for ids, required fields and those of the system. */
  readonly isPermissionable: boolean;
  /** Empty for a field that is no picklist, and for a picklist that takes any value. */
  readonly picklistValues: readonly PicklistValue[];
  /** Takes no other values than these. */
  readonly isRestrictedPicklist: boolean;
  /** Names of the objects that a reference leads to; more than one: it is polymorphic. Empty for any other type. */
  readonly referenceTo: readonly string[];
  /** `Account` of `AccountId`; null for a reference that no path follows. */
  readonly relationshipName: string | null;
  /** Of a master-detail reference: 0 of the first, 1 of the second. The record is deleted with what it leads to. */
  readonly relationshipOrder: number | null;
  /** `BillingAddress` of `BillingCity`, `Name` of `LastName`. */
  readonly compoundFieldName: string | null;
  readonly extraTypeInfo:
    | 'plaintextarea'
    | 'richtextarea'
    | 'personname'
    | 'switchablepersonname'
    | 'imageurl'
    | null;
}

/** A reference that leads to this object, from its other end. */
export interface ChildRelationship {
  /** Name of the object that has the reference. */
  readonly childObject: string;
  /** Name of the reference. */
  readonly field: string;
  /** `Contacts`; null for one that no subquery follows. */
  readonly relationshipName: string | null;
  /** What deleting the parent does: deletes the children, or is refused while there are any. Neither: the reference is emptied. */
  readonly onDelete: 'cascade' | 'restrict' | 'clear';
}

/** What a describe says may be done with an object; a flag left out is false. */
export type ObjectCapability =
  | 'createable'
  | 'deepCloneable'
  | 'deletable'
  | 'feedEnabled'
  | 'layoutable'
  | 'mergeable'
  | 'mruEnabled'
  | 'queryable'
  | 'replicateable'
  | 'retrieveable'
  | 'searchable'
  | 'triggerable'
  | 'undeletable'
  | 'updateable';

export interface ObjectDefinition {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** The first three characters of its ids. */
  readonly keyPrefix: string;
  readonly isCustom: boolean;
  readonly capabilities: ReadonlySet<ObjectCapability>;
  /** In describe order, which is that of a GET. */
  readonly fields: readonly FieldDefinition[];
  readonly childRelationships: readonly ChildRelationship[];
}

/** Every object of one org: those that are shipped, and its own. */
export interface Schema {
  /** Sorted by name. */
  readonly objects: readonly ObjectDefinition[];
  /** By its name in any case. */
  object(name: string): ObjectDefinition | undefined;
  /** By its name in any case. */
  field(object: ObjectDefinition, name: string): FieldDefinition | undefined;
}

/** By their names in small letters. */
export function fieldsByName(fields: readonly FieldDefinition[] = []): ReadonlyMap<string, FieldDefinition> {
  return new Map(fields.map((field) => [field.name.toLowerCase(), field]));
}
