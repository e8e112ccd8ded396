/** What a reference to several objects leads to: the Name object, with the fields that they have in common (Object Reference, Name). */
import type { FieldDefinition, FieldType, ObjectDefinition } from '../definition.ts';

const PLAIN: Omit<FieldDefinition, 'name' | 'label' | 'type'> = {
  isCustom: false,
  length: 0,
  precision: 0,
  scale: 0,
  digits: 0,
  isNillable: true,
  isCreateable: false,
  isUpdateable: false,
  isDefaultedOnCreate: false,
  defaultValue: null,
  isNameField: false,
  isIdLookup: false,
  isExternalId: false,
  isUnique: false,
  isCaseSensitive: false,
  isAutoNumber: false,
  isCalculated: false,
  isFilterable: true,
  isSortable: true,
  isGroupable: true,
  isPermissionable: false,
  picklistValues: [],
  isRestrictedPicklist: false,
  referenceTo: [],
  relationshipName: null,
  compoundFieldName: null,
  extraTypeInfo: null,
};

function field(name: string, type: FieldType, more: Partial<FieldDefinition> = {}): FieldDefinition {
  return { ...PLAIN, name, label: name, type, ...more };
}

export const NAME_OBJECT: ObjectDefinition = {
  name: 'Name',
  label: 'Name',
  labelPlural: 'Names',
  keyPrefix: '',
  isCustom: false,
  capabilities: new Set(),
  fields: [
    field('Alias', 'string'),
    field('Email', 'email'),
    field('FirstName', 'string'),
    field('Id', 'id'),
    field('IsActive', 'boolean'),
    field('LastName', 'string'),
    field('Name', 'string', { isNameField: true }),
    field('Phone', 'phone'),
    field('ProfileId', 'reference', { referenceTo: ['Profile'], relationshipName: 'Profile' }),
    field('Title', 'string'),
    field('Type', 'picklist'),
    field('Username', 'string'),
    field('UserRoleId', 'reference', { referenceTo: ['UserRole'], relationshipName: 'UserRole' }),
  ],
  childRelationships: [],
};
