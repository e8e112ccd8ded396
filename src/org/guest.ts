/** Guests of a site: no users, but visitors whom an app tells apart by a unique visitor id, a UUID (authorize.md 8). */

import type { User } from './model.ts';
import { PORTAL_USER } from './portal-user.ts';

const PREFIX = 'uvid:';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUvid(text: string): boolean {
  return UUID.test(text);
}

export function isGuest({ id }: Pick<User, 'id'>): boolean {
  return id.startsWith(PREFIX);
}

/** The unique visitor id of a guest's user id; undefined for a user. */
export function uvidOf(userId: string): string | undefined {
  return userId.startsWith(PREFIX) ? userId.slice(PREFIX.length) : undefined;
}

/** A guest in the place of a user: id `uvid:…`, as tokens have it, and no record behind it. */
export function guestUser(uvid: string): User {
  const id = PREFIX + uvid;
  return {
    ...PORTAL_USER,
    id,
    username: id,
    password: '',
    securityToken: '',
    totpSecret: '',
    email: '',
    firstName: undefined,
    lastName: 'Guest',
    nickname: 'guest',
    alias: 'guest',
    profile: '',
    lastModified: '2024-01-01T00:00:00Z',
  };
}
