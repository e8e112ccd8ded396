/** Manage Assignments of a permission set: who has it, a button that takes it from each, and the way to give it to one more (setup-pages.md 9). */
import type { User } from '../../org/model.ts';
import { problemAt, SeedError } from '../../seed/problems.ts';
import type { Fields } from '../../seed/records.ts';
import { text } from '../forms/controls.ts';
import { formPage } from '../forms/form-page.ts';
import { tokenFor } from '../forms/proof.ts';
import { changeRecord } from '../forms/records.ts';
import { type Block, button, link, onward } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import { goneAway } from '../frame/words.ts';
import { ASSIGN } from '../needs.ts';
import { endsTakenBack } from '../users/assignments.ts';
import { fullName, userPage } from '../users/paths.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { pageOf, permissionSetAsked } from './paths.ts';

export const manageAssignments: SetupPage = {
  saves: ASSIGN,
  show(visit) {
    const set = permissionSetAsked(visit);
    if (!set) return goneAway('permission set');
    return {
      kind: 'page',
      heading: set.label,
      above: 'Manage Assignments',
      blocks: [
        { kind: 'buttons', parts: [button('Back to Permission Set', pageOf(set))] },
        assignedUsers(visit, set.name, pageOf(set, '/assignments'), pageOf(set, '/assign')),
      ],
    };
  },
  async save(visit) {
    const set = permissionSetAsked(visit);
    const user = visit.org.users.find(({ username }) => username === visit.sent.text('username'));
    if (!set) return goneAway('permission set');
    if (user) await reassign(visit, user, (names) => names.filter((name) => name !== set.name));
    return onward(pageOf(set, '/assignments'));
  },
};

function assignedUsers(visit: Visit, name: string, to: string, add: string): Block {
  const token = tokenFor(visit, to);
  const users = visit.org.users.filter(({ permissionSets }) => permissionSets.includes(name));
  const { rows, pager } = paged(users, to, visit.query);
  return {
    kind: 'table',
    caption: 'Assigned Users',
    buttons: [button('Add Assignment', add)],
    columns: ['Action', 'Full Name', 'Username', 'Profile'],
    rows: rows.map((user) => [
      {
        kind: 'action',
        label: 'Remove Assignment',
        to,
        token,
        fields: { username: user.username },
        about: fullName(user),
      },
      link(fullName(user), userPage(user)),
      user.username,
      user.profile,
    ]),
    empty: 'No users.',
    ...(pager && { pager }),
  };
}

/** @throws SeedError */
async function reassign(
  visit: Visit,
  { id, username }: User,
  change: (names: readonly string[]) => readonly string[],
): Promise<void> {
  await changeRecord(visit, { section: 'users', name: username }, (before) => {
    const names = before.users.find((user) => user.id === id)?.permissionSets ?? [];
    const patch = { permissionSets: change(names) };
    return { ...patch, ...endsTakenBack(before, id, patch) };
  });
}

/** Add Assignment: by username, as an org may have thousands of users. */
export const addAssignment = formPage({
  saves: ASSIGN,
  saveLabel: 'Assign',
  sections: () => [
    { heading: 'Add Assignment', controls: [text('username', 'Username', { isRequired: true })] },
  ],
  find(visit) {
    const set = permissionSetAsked(visit);
    if (!set) return undefined;
    const to = pageOf(set, '/assign');
    return {
      heading: set.label,
      above: 'Add Assignment',
      fields: {},
      to,
      cancel: pageOf(set, '/assignments'),
    };
  },
  refuse: () => goneAway('permission set'),
  problems: async (patch, visit) => (userNamed(patch, visit) ? undefined : unknownUser(patch)),
  async save(patch, _version, visit) {
    const set = permissionSetAsked(visit);
    const user = userNamed(patch, visit);
    if (!user) throw unknownUser(patch);
    if (!set) throw new TypeError('the permission set was there a moment ago');
    await reassign(visit, user, (names) => [...new Set([...names, set.name])]);
    return pageOf(set, '/assignments');
  },
});

function userNamed({ username }: Fields, { org }: Visit): User | undefined {
  const wanted = String(username).toLowerCase();
  return org.users.find((user) => user.username.toLowerCase() === wanted);
}

function unknownUser({ username }: Fields): SeedError {
  return new SeedError([problemAt('username', `username '${username}' is nobody's in this org`)]);
}
