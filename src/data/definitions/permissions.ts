/** Profile, PermissionSet, PermissionSetAssignment and RecordType (rest-data.md 10), with the permissions that a seed knows. */
import { ADMINISTERED, ASSIGNED } from './capabilities.ts';
import {
  boolean,
  CREATE_ONLY,
  datetime,
  field,
  ID,
  picklist,
  REQUIRED,
  reference,
  SYSTEM,
  SYSTEM_BLOCK,
  string,
  type WrittenField,
} from './field.ts';
import type { WrittenObject } from './object.ts';
import { PERMISSION_FIELDS } from './permission-fields.ts';

const PERMISSIONS: readonly WrittenField[] = Object.values(PERMISSION_FIELDS).map((name) =>
  boolean(name, SYSTEM),
);

export const profile: WrittenObject = {
  name: 'Profile',
  label: 'Profile',
  labelPlural: 'Profile',
  keyPrefix: '00e',
  capabilities: ADMINISTERED,
  fields: [
    { ...ID, label: 'Profile ID' },
    string('Name', 255, { ...SYSTEM, isNillable: false, isNameField: true }),
    ...PERMISSIONS,
    reference('UserLicenseId', 'UserLicense', SYSTEM),
    picklist('UserType', 40, '', { ...SYSTEM, isRestrictedPicklist: true }),
    ...SYSTEM_BLOCK,
    string('Description', 255, SYSTEM),
  ],
};

export const permissionSet: WrittenObject = {
  name: 'PermissionSet',
  label: 'Permission Set',
  labelPlural: 'Permission Sets',
  keyPrefix: '0PS',
  capabilities: ADMINISTERED,
  fields: [
    { ...ID, label: 'PermissionSet ID' },
    string('Name', 80, { ...SYSTEM, isNillable: false, isNameField: true, label: 'Permission Set Name' }),
    string('Label', 80, { ...SYSTEM, isNillable: false, label: 'Permission Set Label' }),
    reference('LicenseId', 'PermissionSetLicense UserLicense', SYSTEM),
    reference('ProfileId', 'Profile', SYSTEM),
    boolean('IsOwnedByProfile', { ...SYSTEM, label: 'Is Owned By Profile' }),
    boolean('IsCustom', { ...SYSTEM, label: 'Custom' }),
    ...PERMISSIONS,
    string('Description', 255, SYSTEM),
    ...SYSTEM_BLOCK,
  ],
};

export const permissionSetAssignment: WrittenObject = {
  name: 'PermissionSetAssignment',
  label: 'Permission Set Assignment',
  labelPlural: 'Permission Set Assignments',
  keyPrefix: '0Pa',
  capabilities: ASSIGNED,
  fields: [
    { ...ID, label: 'PermissionSetAssignment ID' },
    reference('PermissionSetId', 'PermissionSet', CREATE_ONLY),
    reference('PermissionSetGroupId', 'PermissionSetGroup', CREATE_ONLY),
    reference('AssigneeId', 'User', { ...REQUIRED, ...CREATE_ONLY }),
    datetime('SystemModstamp', { ...SYSTEM, isNillable: false }),
    datetime('ExpirationDate'),
    boolean('IsActive', SYSTEM),
  ],
};

export const recordType: WrittenObject = {
  name: 'RecordType',
  label: 'Record Type',
  labelPlural: 'Record Types',
  keyPrefix: '012',
  capabilities: ADMINISTERED,
  fields: [
    { ...ID, label: 'Record Type ID' },
    string('Name', 80, { ...SYSTEM, isNillable: false, isNameField: true }),
    string('DeveloperName', 80, { ...SYSTEM, isNillable: false, label: 'Record Type Name' }),
    string('NamespacePrefix', 15, SYSTEM),
    string('Description', 255, SYSTEM),
    field('reference', 'BusinessProcessId', {
      ...SYSTEM,
      length: 18,
      referenceTo: ['BusinessProcess'],
      relationshipName: null,
    }),
    picklist('SobjectType', 40, '', { ...SYSTEM, isNillable: false, isRestrictedPicklist: true }),
    boolean('IsActive', { ...SYSTEM, label: 'Active' }),
    ...SYSTEM_BLOCK,
  ],
};
