/** What a describe says of objects and fields: members and order as recorded (rest-data.md 3). */
import type { ObjectAccess } from './access.ts';
import type { Session } from './data.ts';
import type {
  ChildRelationship,
  FieldDefinition,
  FieldType,
  ObjectCapability,
  ObjectDefinition,
} from './definition.ts';

const SOAP_TYPES: Readonly<Partial<Record<FieldType, string>>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  address: 'urn:address',
  location: 'urn:location',
};

/** What XML Schema calls a type; ids and compound values are written as text where any type may stand. */
export function schemaTypeOf(type: FieldType): string {
  const soapType = SOAP_TYPES[type] ?? '';
  return soapType.startsWith('xsd:') ? soapType : 'xsd:string';
}

/** Types whose values are added up: texts, ids and numbers. */
const NOT_AGGREGATABLE: ReadonlySet<FieldType> = new Set(['boolean', 'address', 'multipicklist']);
/** Which versions lack members of a field: v42 was recorded without these. */
const LATER_FIELD_MEMBERS = ['aiPredictionField', 'formulaTreatNullNumberAsZero'];
const LATER_OBJECT_MEMBERS = [
  'associateEntityType',
  'associateParentEntity',
  'deepCloneable',
  'defaultImplementation',
  'extendedBy',
  'extendsInterfaces',
  'implementedBy',
  'implementsInterfaces',
  'isInterface',
];
/** Recorded with all members; between it and 42 nothing was. */
const WITH_ALL = 48;

/** The 57 members of a field. @param version of the API: older ones have fewer */
function describeField(
  field: FieldDefinition,
  access: ObjectAccess,
  version: number,
): Record<string, unknown> {
  return withoutLater(membersOf(field, access), LATER_FIELD_MEMBERS, version);
}

function membersOf(field: FieldDefinition, access: ObjectAccess): Record<string, unknown> {
  const { type, name } = field;
  const isText = SOAP_TYPES[type] === undefined;
  const isId = type === 'id' || type === 'reference';
  const isLong = type === 'textarea' && field.length > 255;
  return {
    aggregatable: field.isFilterable && !isLong && !NOT_AGGREGATABLE.has(type),
    aiPredictionField: false,
    autoNumber: field.autoNumber !== null,
    byteLength: isId ? 18 : isText ? field.length * 3 : 0,
    calculated: field.isCalculated,
    calculatedFormula: field.calculatedFormula,
    cascadeDelete: field.relationshipOrder !== null,
    caseSensitive: field.isCaseSensitive,
    compoundFieldName: field.compoundFieldName,
    controllerName: null,
    createable: field.isCreateable && access.create,
    custom: field.isCustom,
    defaultValue: type === 'boolean' ? field.defaultValue : null,
    defaultValueFormula: formulaOf(field),
    defaultedOnCreate: field.isDefaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.digits,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.isExternalId,
    extraTypeInfo: field.extraTypeInfo,
    filterable: field.isFilterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.isGroupable,
    highScaleNumber: false,
    htmlFormatted: field.extraTypeInfo === 'richtextarea',
    idLookup: field.isIdLookup,
    inlineHelpText: field.inlineHelpText,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name,
    nameField: field.isNameField,
    namePointing: field.referenceTo.length > 1,
    nillable: field.isNillable,
    permissionable: field.isPermissionable,
    picklistValues: field.picklistValues.map(({ value, label, isDefault }) => ({
      active: true,
      defaultValue: isDefault,
      label,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: field.relationshipOrder,
    restrictedDelete: false,
    restrictedPicklist: field.isRestrictedPicklist,
    scale: field.scale,
    searchPrefilterable: type === 'reference',
    soapType: SOAP_TYPES[type] ?? 'xsd:string',
    sortable: field.isSortable,
    type,
    unique: field.isUnique,
    updateable: field.isUpdateable && access.edit,
    writeRequiresMasterRead: false,
  };
}

/** The default of a custom field as the formula that Salesforce keeps of it (recalled). */
function formulaOf({ isCustom, type, defaultValue }: FieldDefinition): string | null {
  if (!isCustom || type === 'boolean' || defaultValue === null) return null;
  return typeof defaultValue === 'string' ? JSON.stringify(defaultValue) : String(defaultValue);
}

/** Members of the entry of an object in the global describe. */
export type Summary = Record<string, string | boolean | null>;

/** The objects that the session's user may read, each with what the global describe says of it but for its `urls`. */
export function describedObjects(session: Session): { object: ObjectDefinition; summary: Summary }[] {
  return session.schema.objects
    .filter((object) => session.access(object).read)
    .map((object) => ({ object, summary: describeSummary(object, session.access(object)) }));
}

/** The entry of an object in the global describe, but for its `urls`. */
export function describeSummary(object: ObjectDefinition, access: ObjectAccess): Summary {
  const can = flagsOf(object, access);
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: can('createable'),
    custom: object.isCustom,
    customSetting: false,
    deepCloneable: can('deepCloneable'),
    deletable: can('deletable'),
    deprecatedAndHidden: false,
    feedEnabled: can('feedEnabled'),
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: can('layoutable'),
    mergeable: can('mergeable'),
    mruEnabled: can('mruEnabled'),
    name: object.name,
    queryable: can('queryable'),
    replicateable: can('replicateable'),
    retrieveable: can('retrieveable'),
    searchable: can('searchable'),
    triggerable: can('triggerable'),
    undeletable: can('undeletable'),
    updateable: can('updateable'),
  };
}

/** A whole describe, but for its `urls`, which stand last. */
export function describeObject(
  object: ObjectDefinition,
  access: ObjectAccess,
  version: number,
): Record<string, unknown> {
  const { activateable, associateEntityType, associateParentEntity, ...summary } = describeSummary(
    object,
    access,
  );
  const can = flagsOf(object, access);
  const whole = {
    actionOverrides: [],
    activateable,
    associateEntityType,
    associateParentEntity,
    childRelationships: object.childRelationships.map(describeChild),
    compactLayoutable: can('layoutable'),
    createable: summary.createable,
    custom: summary.custom,
    customSetting: summary.customSetting,
    deepCloneable: summary.deepCloneable,
    defaultImplementation: null,
    deletable: summary.deletable,
    deprecatedAndHidden: false,
    extendedBy: null,
    extendsInterfaces: null,
    feedEnabled: summary.feedEnabled,
    fields: object.fields.map((field) => describeField(field, access, version)),
    hasSubtypes: false,
    implementedBy: null,
    implementsInterfaces: null,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: summary.layoutable,
    listviewable: null,
    lookupLayoutable: null,
    mergeable: summary.mergeable,
    mruEnabled: summary.mruEnabled,
    name: object.name,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    queryable: summary.queryable,
    recordTypeInfos: [],
    replicateable: summary.replicateable,
    retrieveable: summary.retrieveable,
    searchLayoutable: can('layoutable'),
    searchable: summary.searchable,
    sobjectDescribeOption: 'FULL',
    supportedScopes: scopesOf(object),
    triggerable: summary.triggerable,
    undeletable: summary.undeletable,
    updateable: summary.updateable,
  };
  return withoutLater(whole, LATER_OBJECT_MEMBERS, version);
}

function flagsOf({ capabilities }: ObjectDefinition, access: ObjectAccess) {
  const allowed: Readonly<Partial<Record<ObjectCapability, boolean>>> = {
    createable: access.create,
    updateable: access.edit,
    deletable: access.delete,
    undeletable: access.delete,
    mergeable: access.edit && access.delete,
  };
  return (capability: ObjectCapability): boolean =>
    capabilities.has(capability) && (allowed[capability] ?? true);
}

function describeChild({ childObject, field, relationshipName, onDelete }: ChildRelationship) {
  return {
    cascadeDelete: onDelete === 'cascade',
    childSObject: childObject,
    deprecatedAndHidden: false,
    field,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName,
    restrictedDelete: onDelete === 'restrict',
  };
}

function scopesOf({ labelPlural, fields }: ObjectDefinition) {
  const all = { label: `All ${labelPlural.toLowerCase()}`, name: 'everything' };
  const isOwned = fields.some(({ name }) => name === 'OwnerId');
  return isOwned ? [all, { label: `My ${labelPlural.toLowerCase()}`, name: 'mine' }] : [all];
}

function withoutLater(
  members: Record<string, unknown>,
  later: readonly string[],
  version: number,
): Record<string, unknown> {
  if (version >= WITH_ALL) return members;
  return Object.fromEntries(Object.entries(members).filter(([name]) => !later.includes(name)));
}
