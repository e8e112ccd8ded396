/** What a user may do with objects and fields: what the profile and permission sets say adds up (rest-data.md 9, defaults 14.4). */
import type { FieldPermission, ObjectPermission, Profile } from '../org/model.ts';
import { FIELD_NEEDS, OBJECT_NEEDS } from '../org/permission-needs.ts';
import { type Grant, grantsOf, hasPermission } from '../org/permissions.ts';
import { profileOf } from '../org/session.ts';
import type { Subject } from '../org/subject.ts';
import type { FieldDefinition, ObjectDefinition } from './definition.ts';

export interface ObjectAccess {
  readonly read: boolean;
  readonly create: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  /** Rows of others too. */
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
}

export interface FieldAccess {
  readonly read: boolean;
  readonly edit: boolean;
}

export const EVERYTHING: ObjectAccess = {
  read: true,
  create: true,
  edit: true,
  delete: true,
  viewAll: true,
  modifyAll: true,
};

export const ADMINISTRATOR = 'System Administrator';
/** Profiles whose users get every access from permission sets. */
const WITHOUT_OBJECTS = /^(?:Minimum Access|Salesforce API Only|Salesforce Integration)/;

/** What a profile gives that says nothing of an object, or of a field. */
interface Defaults {
  readonly objects: readonly ObjectPermission[];
  readonly fields: readonly FieldPermission[];
  /** Whether custom objects and fields have the same. */
  readonly hasCustom: boolean;
}

function defaultsOf(profile: string): Defaults {
  const fields = ['read', 'edit'] as const;
  if (profile === ADMINISTRATOR)
    return { objects: ['read', 'create', 'edit', 'delete'], fields, hasCustom: true };
  if (WITHOUT_OBJECTS.test(profile)) return { objects: [], fields: [], hasCustom: false };
  if (profile === 'Read Only') return { objects: ['read'], fields: ['read'], hasCustom: false };
  return { objects: ['read', 'create', 'edit'], fields, hasCustom: false };
}

/** What a user has of objects whose rows are in the store, worked out once and asked often. */
export class RowAccess {
  readonly #profile: Profile | undefined;
  readonly #defaults: Defaults;
  readonly #grants: readonly Grant[];
  readonly #viewsAll: boolean;
  readonly #modifiesAll: boolean;

  constructor(subject: Subject) {
    this.#profile = profileOf(subject);
    this.#defaults = defaultsOf(subject.user.profile);
    this.#grants = grantsOf(subject);
    this.#modifiesAll = hasPermission(subject, 'modifyAllData');
    this.#viewsAll = hasPermission(subject, 'viewAllData');
  }

  object({ name, isCustom }: ObjectDefinition): ObjectAccess {
    if (this.#modifiesAll) return EVERYTHING;
    const { objects, hasCustom } = this.#defaults;
    const byDefault = isCustom && !hasCustom ? [] : objects;
    const granted = new Set<ObjectPermission>(own(this.#profile?.objectPermissions, name) ?? byDefault);
    for (const { set, muted } of this.#grants) {
      const given = own(set.objectPermissions, name) ?? [];
      for (const one of unmuted(given, own(muted?.objectPermissions, name), OBJECT_NEEDS)) granted.add(one);
    }
    const has = (permission: ObjectPermission) => granted.has(permission);
    return {
      read: has('read') || this.#viewsAll,
      create: has('create'),
      edit: has('edit'),
      delete: has('delete'),
      viewAll: has('viewAll') || this.#viewsAll,
      modifyAll: has('modifyAll'),
    };
  }

  /** View All and Modify All skip sharing, and never field-level security. */
  field({ name: object }: ObjectDefinition, field: FieldDefinition): FieldAccess {
    if (!field.isPermissionable) return { read: true, edit: true };
    const name = `${object}.${securedBy(field)}`;
    const { fields, hasCustom } = this.#defaults;
    const byDefault = field.isCustom && !hasCustom ? [] : fields;
    const granted = new Set<FieldPermission>(own(this.#profile?.fieldPermissions, name) ?? byDefault);
    for (const { set, muted } of this.#grants) {
      const given = own(set.fieldPermissions, name) ?? [];
      for (const one of unmuted(given, own(muted?.fieldPermissions, name), FIELD_NEEDS)) granted.add(one);
    }
    return { read: granted.has('read'), edit: granted.has('edit') };
  }
}

/** The parts of an address have the security of the address; a name has none. */
function securedBy({ name, compoundFieldName }: FieldDefinition): string {
  return compoundFieldName?.endsWith('Address') ? compoundFieldName : name;
}

function own<Value>(
  permissions: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return permissions && Object.hasOwn(permissions, name) ? permissions[name] : undefined;
}

/** What is left of a grant: what needs something that is muted goes with it. */
function unmuted<Name extends string>(
  given: readonly Name[],
  muted: readonly Name[] = [],
  needs: Readonly<Record<Name, readonly Name[]>>,
): readonly Name[] {
  return muted.length === 0
    ? given
    : given.filter((one) => ![one, ...needs[one]].some((needed) => muted.includes(needed)));
}

/**
 * Of an object whose rows are views of the org: everybody reads them, and sees those that the view shows them. Assignments need View
 * Setup, which all profiles have in a new org but those without objects (recalled).
 */
export function accessToView(subject: Subject, { name, capabilities }: ObjectDefinition): ObjectAccess {
  const administers = administersView(subject, name);
  const isSetup = name === 'PermissionSetAssignment';
  return {
    read: !isSetup || administers || !WITHOUT_OBJECTS.test(subject.user.profile),
    create: administers && capabilities.has('createable'),
    edit: administers && capabilities.has('updateable'),
    delete: administers && capabilities.has('deletable'),
    viewAll: true,
    modifyAll: administers,
  };
}

/** Manage Users, and for assignments Assign Permission Sets as well; of the others who may manage them is not kept. */
function administersView(subject: Subject, name: string): boolean {
  if (name === 'User') return hasPermission(subject, 'manageUsers');
  if (name === 'PermissionSetAssignment')
    return hasPermission(subject, 'manageUsers') || hasPermission(subject, 'assignPermissionSets');
  return subject.user.profile === ADMINISTRATOR;
}

/** Whether someone else's row is theirs to see. */
export function maySee(access: ObjectAccess, ownerId: unknown, userId: string): boolean {
  return access.viewAll || ownerId === userId || ownerId === undefined || ownerId === null;
}

/** Whether someone else's row is theirs to change or delete. */
export function mayChange(access: ObjectAccess, ownerId: unknown, userId: string): boolean {
  return access.modifyAll || ownerId === userId || ownerId === undefined || ownerId === null;
}
