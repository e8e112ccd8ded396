/**
 * What a user may do: the permissions of the profile, and of every permission set that is assigned, alone or in a group, whose
 * muting permission set takes some away again. All of them add up, for as long as they are assigned. Source: model.md 4.1, 4.7.
 */
import type { Org, PermissionSet, PermissionSetGroup, Permissions, User, UserPermissions } from './model.ts';
import { profileOf } from './session.ts';
import type { Subject } from './subject.ts';

export function hasPermission(subject: Subject, permission: keyof UserPermissions): boolean {
  return (
    profileOf(subject)?.[permission] === true ||
    grantsOf(subject).some(({ set, muted }) => set[permission] && muted?.[permission] !== true)
  );
}

/** API names of the custom permissions that the user's permission sets grant. */
export function customPermissionsOf(subject: Subject): string[] {
  return grantsOf(subject).flatMap(({ set, muted }) =>
    set.customPermissions.filter((name) => muted?.customPermissions.includes(name) !== true),
  );
}

/** API names of the permission sets that the user has, alone or in a group. */
export function permissionSetNames(subject: Subject): string[] {
  return [...new Set(grantsOf(subject).map(({ set }) => set.name))];
}

/** What all of it depends on but the org: whoever has the same may do the same. */
export function permissionsKey({ user, now }: Subject): string {
  const active = user.permissionSets.filter((name) => isActive(user, name, now));
  return JSON.stringify([user.profile, ...active]);
}

/** A permission set, less what the group mutes through which it is assigned. */
export interface Grant {
  readonly set: PermissionSet;
  readonly muted?: Permissions;
}

/** The permission sets that count now. */
export function grantsOf({ org, user, now }: Subject): Grant[] {
  const { permissionSets } = user;
  if (permissionSets.length === 0) return [];
  const { sets, groups } = assignableIn(org);
  return permissionSets.flatMap((name) => {
    if (!isActive(user, name, now)) return [];
    const set = sets.get(name);
    if (set) return [{ set }];
    const group = groups.get(name);
    return (group?.permissionSets ?? []).flatMap((inner) => {
      const member = sets.get(inner);
      return member && group ? [{ set: member, muted: group.muted }] : [];
    });
  });
}

function isActive({ permissionSetExpirations }: User, name: string, now: number): boolean {
  const until = permissionSetExpirations?.[name];
  return until === undefined || now < Date.parse(until);
}

interface Assignable {
  readonly sets: ReadonlyMap<string, PermissionSet>;
  readonly groups: ReadonlyMap<string, PermissionSetGroup>;
}

const assignable = new WeakMap<Org, Assignable>();

function assignableIn(org: Org): Assignable {
  const known = assignable.get(org) ?? {
    sets: new Map(org.permissionSets.map((set) => [set.name, set])),
    groups: new Map(org.permissionSetGroups.map((group) => [group.name, group])),
  };
  assignable.set(org, known);
  return known;
}
