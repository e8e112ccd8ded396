/** What a reference to several objects leads to: the Name object, with the fields that they have in common (Object Reference, Name). */

import type { ObjectDefinition } from '../definition.ts';
import { field, SYSTEM } from '../definitions/field.ts';

export const NAME_OBJECT: ObjectDefinition = {
  name: 'Name',
  label: 'Name',
  labelPlural: 'Names',
  keyPrefix: '',
  isCustom: false,
  capabilities: new Set(),
  fields: [
    field('string', 'Alias', SYSTEM),
    field('email', 'Email', SYSTEM),
    field('string', 'FirstName', SYSTEM),
    field('id', 'Id', SYSTEM),
    field('boolean', 'IsActive', SYSTEM),
    field('string', 'LastName', SYSTEM),
    field('string', 'Name', { ...SYSTEM, isNameField: true }),
    field('phone', 'Phone', SYSTEM),
    field('reference', 'ProfileId', { ...SYSTEM, referenceTo: ['Profile'], relationshipName: 'Profile' }),
    field('string', 'Title', SYSTEM),
    field('picklist', 'Type', SYSTEM),
    field('string', 'Username', SYSTEM),
    field('reference', 'UserRoleId', { ...SYSTEM, referenceTo: ['UserRole'], relationshipName: 'UserRole' }),
  ],
  childRelationships: [],
};
