/** What a user may do with an object: rest-data.md 9, with the defaults of 14.4 for a seed that says nothing of it. */
import type { Subject } from '../org/subject.ts';
import type { ObjectDefinition } from './definition.ts';

export interface ObjectAccess {
  readonly read: boolean;
  readonly create: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  /** Rows of others too. */
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
}

const NO_ACCESS: ObjectAccess = {
  read: false,
  create: false,
  edit: false,
  delete: false,
  viewAll: false,
  modifyAll: false,
};
export const EVERYTHING: ObjectAccess = {
  read: true,
  create: true,
  edit: true,
  delete: true,
  viewAll: true,
  modifyAll: true,
};
const STANDARD: ObjectAccess = { ...NO_ACCESS, read: true, create: true, edit: true };

export const ADMINISTRATOR = 'System Administrator';
/** Profiles whose users get every access from permission sets. */
const WITHOUT_OBJECTS = /^(?:Minimum Access|Salesforce API Only|Salesforce Integration)/;

/** Of an object whose rows are in the store. */
export function accessToRows({ user }: Subject): ObjectAccess {
  if (user.profile === ADMINISTRATOR) return EVERYTHING;
  return WITHOUT_OBJECTS.test(user.profile) ? NO_ACCESS : STANDARD;
}

/** Of an object whose rows are views of the org: everybody reads them, and sees those that the view shows them. */
export function accessToView({ user }: Subject, { capabilities }: ObjectDefinition): ObjectAccess {
  const isAdministrator = user.profile === ADMINISTRATOR;
  return {
    read: true,
    create: isAdministrator && capabilities.has('createable'),
    edit: isAdministrator && capabilities.has('updateable'),
    delete: isAdministrator && capabilities.has('deletable'),
    viewAll: true,
    modifyAll: isAdministrator,
  };
}

/** Whether someone else's row is theirs to see. */
export function maySee(access: ObjectAccess, ownerId: unknown, userId: string): boolean {
  return access.viewAll || ownerId === userId || ownerId === undefined || ownerId === null;
}

/** Whether someone else's row is theirs to change or delete. */
export function mayChange(access: ObjectAccess, ownerId: unknown, userId: string): boolean {
  return access.modifyAll || ownerId === userId || ownerId === undefined || ownerId === null;
}
