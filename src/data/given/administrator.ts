/** The session of an org's administrator, from whom nothing is hidden and to whom everything is allowed. */
import type { Host } from '../../org/hosts.ts';
import type { Org, User } from '../../org/model.ts';
import type { World } from '../../world/world.ts';
import { ADMINISTRATOR, EVERYTHING } from '../access.ts';
import { dataOf, type Session } from '../data.ts';

/** @returns undefined for an org without users, in which nobody can make a record */
export async function administratorSession(world: World, org: Org, host: Host): Promise<Session | undefined> {
  const user = administratorOf(org);
  return user && withEverything(await dataOf(world).session({ org, user, host }));
}

/** As {@link administratorSession}, for who makes the records that all others wait for. */
export async function firstSession(world: World, org: Org, host: Host): Promise<Session | undefined> {
  const user = administratorOf(org);
  return user && withEverything(await dataOf(world).firstSession({ org, user, host }));
}

function withEverything(session: Session): Session {
  return { ...session, schema: session.wholeSchema, access: () => EVERYTHING, mayGiveToInactive: true };
}

/** The first administrator who is active, else the first, else whoever is there. */
function administratorOf({ users }: Org): User | undefined {
  const all = users.filter(({ profile }) => profile === ADMINISTRATOR);
  return all.find(({ isActive }) => isActive) ?? all[0] ?? users[0];
}
