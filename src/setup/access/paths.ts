/** Where the pages of profiles and permission sets are, and which of them an address names. */
import { id15 } from '../../org/ids.ts';
import type { PermissionSet, Profile } from '../../org/model.ts';
import type { Visit } from '../visit.ts';

export const PROFILES = '/00e';
export const PERMISSION_SETS = '/0PS';
export const NEW_PERMISSION_SET = '/0PS/e';

type At = Pick<Visit, 'org' | 'path'>;

export function pageOf({ id }: Profile | PermissionSet, below = ''): string {
  return `/${id}${below}`;
}

/** What its pages call it. */
export function titleOf(record: Profile | PermissionSet): string {
  return 'label' in record ? record.label : record.name;
}

export function profileAsked({ org, path }: At): Profile | undefined {
  return withId(org.profiles, path, /^\/(00e[A-Za-z0-9]{12,15})(?:\/|$)/);
}

export function permissionSetAsked({ org, path }: At): PermissionSet | undefined {
  return withId(org.permissionSets, path, /^\/(0PS[A-Za-z0-9]{12,15})(?:\/|$)/);
}

function withId<Record extends { readonly id: string }>(
  records: readonly Record[],
  path: string,
  pattern: RegExp,
): Record | undefined {
  const id = pattern.exec(path)?.[1];
  return id === undefined ? undefined : records.find((one) => id15(one.id) === id15(id));
}
