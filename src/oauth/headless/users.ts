/** Users who register, and passwords that change (authorize.md 8): the store keeps them, and the image of the orgs follows. */

import { derivedSecurityToken, derivedTotpSecret, newUserId } from '../../org/ids.ts';
import type { Org, Site, User } from '../../org/model.ts';
import { PORTAL_USER } from '../../org/portal-user.ts';
import { instantText } from '../../seed/fields.ts';
import { changeUser } from '../../world/change-user.ts';
import type { World } from '../../world/world.ts';

/** What a person says of themselves. */
export interface Registration {
  readonly username: string;
  readonly email: string;
  readonly firstName: string | undefined;
  readonly lastName: string;
  readonly password: string;
}

/** The new user, or undefined if the username was taken meanwhile. */
export async function registerUser(
  world: World,
  org: Org,
  site: Site,
  registration: Registration,
): Promise<User | undefined> {
  const user = newUser(org, site, registration, world.clock.of(org.id).now());
  const newUsername = user.username.toLowerCase();
  if (world.orgs.userByUsername(newUsername)) return undefined;
  const isFree = await changeUser(world, org, user.id, user, newUsername);
  return isFree ? user : undefined;
}

export async function changePassword(world: World, org: Org, user: User, password: string): Promise<void> {
  await changeUser(world, org, user.id, { password });
}

/** A member of the site, as its Apex handler for self-registration would make one: the first profile is theirs. */
function newUser(org: Org, site: Site, registration: Registration, now: number): User {
  const { username, firstName, lastName } = registration;
  return {
    ...PORTAL_USER,
    ...registration,
    id: newUserId(org, username),
    securityToken: derivedSecurityToken(username),
    totpSecret: derivedTotpSecret(username),
    nickname: username.split('@', 1)[0] ?? username,
    alias: `${(firstName ?? '').slice(0, 1)}${lastName.slice(0, 4)}`.toLowerCase(),
    profile: site.profiles[0] ?? '',
    lastModified: instantText(now),
  };
}
