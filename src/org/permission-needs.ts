/** Which permissions Salesforce grants only together with others (recalled: `Permission Edit Account depends on permission(s): Read Account`). */
import type { FieldPermission, ObjectPermission } from './model.ts';

export const OBJECT_NEEDS: Readonly<Record<ObjectPermission, readonly ObjectPermission[]>> = {
  read: [],
  create: ['read'],
  edit: ['read'],
  delete: ['read', 'edit'],
  viewAll: ['read'],
  modifyAll: ['read', 'edit', 'delete', 'viewAll'],
};

export const FIELD_NEEDS: Readonly<Record<FieldPermission, readonly FieldPermission[]>> = {
  read: [],
  edit: ['read'],
};
