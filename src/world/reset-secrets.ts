/** What people and their administrators do about passwords and security tokens in Setup (setup-pages.md 15, 16). Who may is asked by who calls. */
import type { Org, User } from '../org/model.ts';
import { changePassword, changeUser } from './change-user.ts';
import { postChangedPassword, postResetPassword, postSecurityToken } from './outbox.ts';
import type { World } from './world.ts';

/** Reset My Security Token: the old one is dead at once, the new one is mailed and shown nowhere. */
export async function resetSecurityToken(world: World, org: Org, user: User): Promise<void> {
  const securityToken = drawSecurityToken(world);
  await changeUser(world, org, user.id, { securityToken });
  await postSecurityToken(world, org, user, securityToken);
}

/** Change My Password: the security token is tied to it, and reset with it. */
export async function changeOwnPassword(world: World, org: Org, user: User, password: string): Promise<void> {
  const securityToken = drawSecurityToken(world);
  await changePassword(world, org, user.id, { password, securityToken, isPasswordExpired: false });
  await postChangedPassword(world, org, user);
  await postSecurityToken(world, org, user, securityToken);
}

/** Reset Password of a user: password and security token are dead at once, and a temporary password is mailed (Salesforce mails a link). */
export async function resetPassword(world: World, org: Org, user: User): Promise<void> {
  const password = drawPassword(world);
  const securityToken = drawSecurityToken(world);
  await changePassword(world, org, user.id, { password, securityToken, isPasswordExpired: false });
  await postResetPassword(world, org, user, password);
}

/** 24 letters and digits, as those that Salesforce mails. */
function drawSecurityToken({ entropy }: World): string {
  return entropy.bytes(18).toString('base64url').replaceAll(/[-_]/g, 'x');
}

/** Letters and digits, and at least one of each. */
function drawPassword({ entropy }: World): string {
  return `a1${entropy.bytes(9).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
}
