/** Profile, PermissionSet, PermissionSetAssignment and RecordType: what a seed says of them; everything else is null. */
import { derivedId } from '../../org/ids.ts';
import type { Org, PermissionSet, Profile, User, UserPermissions } from '../../org/model.ts';
import { type Field, type OrgSource, restDatetime } from '../../org/record-fields.ts';
import { PERMISSION_FIELDS } from '../definitions/permission-fields.ts';
import { type ObjectType, readFields, restInstant } from './object.ts';

interface ProfileSource extends OrgSource {
  readonly profile: Profile;
}

interface SetSource extends OrgSource {
  readonly set: PermissionSet;
}

interface Assignment extends OrgSource {
  readonly assignee: User;
  /** Id of a permission set. */
  readonly setId: string;
  /** ISO instant. */
  readonly expiresAt: string | undefined;
  readonly isActive: boolean;
}

function permissionsOf<Source>(of: (source: Source) => UserPermissions): Field<Source>[] {
  return Object.entries(PERMISSION_FIELDS).map(([permission, name]) => ({
    name,
    type: 'Boolean',
    value: (source) => of(source)[permission as keyof UserPermissions],
  }));
}

/** An org says of none of its records when it was made; its first user came with it. */
const systemFields: readonly Field<OrgSource>[] = [
  { name: 'CreatedDate', type: 'Datetime', value: ({ org }) => since(org) },
  { name: 'CreatedById', type: 'Id', value: ({ org }) => org.users[0]?.id ?? null },
  { name: 'LastModifiedDate', type: 'Datetime', value: ({ org }) => since(org) },
  { name: 'LastModifiedById', type: 'Id', value: ({ org }) => org.users[0]?.id ?? null },
  { name: 'SystemModstamp', type: 'Datetime', value: ({ org }) => since(org) },
];

function since(org: Org): string | null {
  const [first] = org.users;
  return first ? restDatetime(first.lastModified) : null;
}

const PROFILE_FIELDS: readonly Field<ProfileSource>[] = [
  { name: 'Id', type: 'Id', value: ({ profile }) => profile.id },
  { name: 'Name', type: 'String', value: ({ profile }) => profile.name },
  ...permissionsOf<ProfileSource>(({ profile }) => profile),
  { name: 'UserLicenseId', type: 'Id', value: () => null },
  { name: 'UserType', type: 'String', value: () => 'Standard' },
  ...systemFields,
  { name: 'Description', type: 'String', value: () => null },
];

export const profileObject: ObjectType = {
  name: 'Profile',
  keyPrefix: '00e',
  fields: PROFILE_FIELDS,
  records: ({ host, org }) =>
    org.profiles.map((profile) => readFields(PROFILE_FIELDS, { host, org, profile })),
};

const SET_FIELDS: readonly Field<SetSource>[] = [
  { name: 'Id', type: 'Id', value: ({ set }) => set.id },
  { name: 'Name', type: 'String', value: ({ set }) => set.name },
  { name: 'Label', type: 'String', value: ({ set }) => set.label },
  { name: 'LicenseId', type: 'Id', value: () => null },
  { name: 'ProfileId', type: 'Id', value: () => null },
  { name: 'IsOwnedByProfile', type: 'Boolean', value: () => false },
  { name: 'IsCustom', type: 'Boolean', value: () => true },
  ...permissionsOf<SetSource>(({ set }) => set),
  { name: 'Description', type: 'String', value: () => null },
  ...systemFields,
];

export const permissionSetObject: ObjectType = {
  name: 'PermissionSet',
  keyPrefix: '0PS',
  fields: SET_FIELDS,
  records: ({ host, org }) => org.permissionSets.map((set) => readFields(SET_FIELDS, { host, org, set })),
};

const ASSIGNMENT_FIELDS: readonly Field<Assignment>[] = [
  { name: 'Id', type: 'Id', value: ({ assignee, setId }) => derivedId('0Pa', assignee.id, setId) },
  { name: 'PermissionSetId', type: 'Id', value: ({ setId }) => setId },
  { name: 'PermissionSetGroupId', type: 'Id', value: () => null },
  { name: 'AssigneeId', type: 'Id', value: ({ assignee }) => assignee.id },
  { name: 'SystemModstamp', type: 'Datetime', value: ({ assignee }) => restDatetime(assignee.lastModified) },
  {
    name: 'ExpirationDate',
    type: 'Datetime',
    value: ({ expiresAt }) => (expiresAt === undefined ? null : restInstant(Date.parse(expiresAt))),
  },
  { name: 'IsActive', type: 'Boolean', value: ({ isActive }) => isActive },
];

/** Permission sets that are assigned to a user by themselves; those that come with a group are the group's. */
export const permissionSetAssignmentObject: ObjectType = {
  name: 'PermissionSetAssignment',
  keyPrefix: '0Pa',
  fields: ASSIGNMENT_FIELDS,
  records: ({ host, org, world }) => {
    const now = world.clock.of(org.id).now();
    const sets = new Map(org.permissionSets.map((set) => [set.name, set]));
    return org.users.flatMap((assignee) =>
      assignee.permissionSets.flatMap((name) => {
        const set = sets.get(name);
        if (!set) return [];
        const expiresAt = assignee.permissionSetExpirations?.[name];
        const isActive = expiresAt === undefined || now < Date.parse(expiresAt);
        return [readFields(ASSIGNMENT_FIELDS, { host, org, assignee, setId: set.id, expiresAt, isActive })];
      }),
    );
  },
};

const RECORD_TYPE_NAMES =
  'Id Name DeveloperName NamespacePrefix Description BusinessProcessId SobjectType IsActive CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp';

/** No org has any, unless a seed could say so: objects then have their master record type only. */
export const recordTypeObject: ObjectType = {
  name: 'RecordType',
  keyPrefix: '012',
  fields: RECORD_TYPE_NAMES.split(' ').map((name) => ({ name, type: name === 'Id' ? 'Id' : 'String' })),
  records: () => [],
};
