/** Password Policies: too many wrong passwords in a row lock a user out (model.md 4.7). The store counts, for every process. */
import type { Org, OrgSettings, User } from '../org/model.ts';
import type { World } from '../world.ts';

const MINUTE = 60_000;

export async function isLockedOut({ store, clock }: World, org: Org, user: User): Promise<boolean> {
  const { maxLoginAttempts: most, lockoutInterval } = org.settings;
  if (most === undefined) return false;
  const failed = await store.failedLogIns(user.id);
  if (!failed || failed.failures < most) return false;
  return lockoutInterval === undefined || clock.of(org.id).now() < failed.lastAt + lockoutInterval * MINUTE;
}

/** Counts a wrong password, and forgets the wrong ones after a right one. */
export async function countPassword(
  { store, clock }: World,
  { id, settings }: { readonly id: string; readonly settings: Pick<OrgSettings, 'maxLoginAttempts'> },
  user: User,
  isRight: boolean,
): Promise<void> {
  const most = settings.maxLoginAttempts;
  if (most === undefined) return;
  if (!isRight) await store.appendFailedLogIn(user.id, clock.of(id).now(), most);
  else if (await store.failedLogIns(user.id)) await store.forgetFailedLogIns(user.id);
}
