/** Changes of users that programs make while the server runs: the store keeps them, and the image of the orgs follows, in every process. */
import type { Org, User } from '../org/model.ts';
import type { World } from './world.ts';

/**
 * Keeps a change of a user, or a new user.
 *
 * @param newUsername in lower case, of a user who registers
 * @returns false, and nothing has changed, if somebody registered by that username before
 */
export async function changeUser(
  { store, clock, image }: World,
  org: Org,
  userId: string,
  changes: Partial<User>,
  newUsername?: string,
): Promise<boolean> {
  const isKept = await store.userChanges.append({
    orgId: org.id,
    userId,
    newUsername,
    changes: JSON.stringify(changes),
    createdAt: clock.of(org.id).now(),
  });
  if (isKept) await image.follow();
  return isKept;
}

/** A new password also unlocks the user: earlier wrong ones count no longer (model.md 4.7). */
export async function changePassword(
  world: World,
  org: Org,
  userId: string,
  changes: Pick<User, 'password'> & Partial<User>,
): Promise<void> {
  await changeUser(world, org, userId, { isLocked: false, ...changes });
  await world.store.failedLogIns.forget(userId);
}
