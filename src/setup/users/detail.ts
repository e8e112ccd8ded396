/** A user: who they are, what an administrator does about them, what they are assigned and which apps they allowed (setup-pages.md 15). */
import type { Org, User } from '../../org/model.ts';
import { resetPassword } from '../../world/reset-secrets.ts';
import { tokenFor } from '../forms/proof.ts';
import { changeRecord } from '../forms/records.ts';
import { type Action, type Block, button, type Details, mark, onward, type Part } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import { MANAGE_USERS } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { oauthConnections, REVOKE, revokeConnection } from './connections.ts';
import { logInsOfUser } from './log-ins.ts';
import { fullName, userAsked, userPage } from './paths.ts';

/** What a button of the page does, by the word that it sends. */
const DONE: Readonly<Record<string, (visit: Visit, user: User) => Promise<unknown>>> = {
  freeze: (visit, user) => change(visit, user, { isFrozen: true }),
  unfreeze: (visit, user) => change(visit, user, { isFrozen: false }),
  unlock: (visit, user) => change(visit, user, { isLocked: false }),
  resetPassword: ({ world, org }, user) => resetPassword(world, org, user),
  revoke: revokeConnection,
};

export const userDetail: SetupPage = {
  saves: MANAGE_USERS,
  async show(visit) {
    const user = userAsked(visit);
    if (!user) return goneAway('user');
    return {
      kind: 'page',
      heading: fullName(user),
      above: 'User',
      blocks: [
        ...noticesOf(visit, user),
        { kind: 'buttons', parts: await buttonsOf(visit, user) },
        detailsOf(user),
        assignmentsOf(visit.org, user),
        await oauthConnections(visit, user, userPage(user)),
        logInsOfUser(visit, user),
      ],
    };
  },
  async save(visit) {
    const user = userAsked(visit);
    if (!user) return goneAway('user');
    const what = visit.sent.has(REVOKE) ? REVOKE : visit.sent.text('do');
    const act = Object.hasOwn(DONE, what) ? DONE[what] : undefined;
    await act?.(visit, user);
    return onward(userPage(user, what === 'resetPassword' ? '?reset=1' : ''));
  },
};

function change(visit: Visit, { username }: User, fields: object): Promise<unknown> {
  return changeRecord(visit, { section: 'users', name: username }, { ...fields });
}

function noticesOf({ query }: Visit, { email }: User): Block[] {
  if (!query.has('reset')) return [];
  const text = `The password was reset. A temporary one was mailed to ${email}, and stands in the outbox.`;
  return [{ kind: 'message', tone: 'done', text }];
}

async function buttonsOf(visit: Visit, user: User): Promise<Part[]> {
  const to = userPage(user);
  const token = tokenFor(visit, to);
  const act = (label: string, what: string): Action => ({
    kind: 'action',
    label,
    to,
    token,
    fields: { do: what },
  });
  return [
    button('Edit', userPage(user, '/e')),
    act('Reset Password', 'resetPassword'),
    user.isFrozen ? act('Unfreeze', 'unfreeze') : act('Freeze', 'freeze'),
    ...((await isLockedOut(visit, user)) ? [act('Unlock', 'unlock')] : []),
  ];
}

/** Whether wrong passwords, or an administrator, have locked the user out. */
async function isLockedOut({ world, org }: Visit, { id, isLocked }: User): Promise<boolean> {
  if (isLocked) return true;
  const { maxLoginAttempts: most, lockoutInterval } = org.settings;
  if (most === undefined) return false;
  const wrong = await world.store.failedLogIns.find(id);
  if (wrong === undefined || wrong.failures < most) return false;
  const age = world.clock.of(org.id).now() - wrong.lastAt;
  return lockoutInterval === undefined || age < lockoutInterval * 60_000;
}

function detailsOf(user: User): Details {
  return {
    kind: 'details',
    heading: 'User Detail',
    rows: [
      ['Name', fullName(user)],
      ['Alias', user.alias],
      ['Email', user.email],
      ['Username', user.username],
      ['Nickname', user.nickname],
      ['Profile', user.profile],
      ['Active', mark(user.isActive)],
      ['Frozen', mark(user.isFrozen)],
      ['Time Zone', user.timezone],
      ['Locale', user.locale],
      ['Language', user.language],
      ['Phone', user.phone ?? ''],
      ['Federation ID', user.federationId ?? ''],
      ['App Registration: One-Time Password Authenticator', mark(user.hasAuthenticator)],
    ],
  };
}

function assignmentsOf({ permissionSets, permissionSetGroups }: Org, user: User): Block {
  const assignable = [...permissionSets, ...permissionSetGroups];
  const labelOf = (name: string) => assignable.find((one) => one.name === name)?.label ?? name;
  return {
    kind: 'table',
    caption: 'Permission Set Assignments',
    buttons: [button('Edit Assignments', userPage(user, '/permissionSets'))],
    columns: ['Permission Set Label', 'Expires'],
    rows: user.permissionSets.map((name) => [labelOf(name), user.permissionSetExpirations?.[name] ?? '']),
    empty: 'No permission sets.',
  };
}
