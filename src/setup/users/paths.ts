/** Where the pages of users are, and whom an address names. */
import { id15 } from '../../org/ids.ts';
import type { User } from '../../org/model.ts';
import type { Visit } from '../visit.ts';

export const USERS = '/005';
export const NEW_USER = '/005/e';

export function userPage({ id }: User, below = ''): string {
  return `/${id}${below}`;
}

/** The user that the path names, by an id of 15 or 18 characters. */
export function userAsked({ org, path }: Pick<Visit, 'org' | 'path'>): User | undefined {
  const [, id] = /^\/(005[A-Za-z0-9]{12,15})(?:\/|$)/.exec(path) ?? [];
  return id === undefined ? undefined : org.users.find((user) => id15(user.id) === id15(id));
}

export function fullName({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>): string {
  return [firstName, lastName].filter(Boolean).join(' ');
}
