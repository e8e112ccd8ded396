/** Permission Sets: the list, the page of one with its users, and its forms (setup-pages.md 9). */
import type { User } from '../../org/model.ts';
import { SeedError } from '../../seed/problems.ts';
import type { Fields } from '../../seed/records.ts';
import { apiName } from '../forms/api-name.ts';
import { lines, text } from '../forms/controls.ts';
import { formPage } from '../forms/form-page.ts';
import { tokenFor } from '../forms/proof.ts';
import { changeRecord, problemsOfChange } from '../forms/records.ts';
import { type Block, button, link, onward } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import { goneAway } from '../frame/words.ts';
import { ASSIGN, EDIT_PERMISSIONS } from '../needs.ts';
import { fullName, userPage } from '../users/paths.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { assignApps, assignedApps, assignedAppsOf, assignedNow } from './assigned-apps.ts';
import { NEW_PERMISSION_SET, PERMISSION_SETS, pageOf, permissionSetAsked } from './paths.ts';
import { permissionsOf, SYSTEM_PERMISSIONS } from './permissions.ts';
import { PERMISSION_SET, recordForm } from './record-form.ts';

export const permissionSetList: SetupPage = {
  show({ org, query }) {
    const sorted = org.permissionSets.toSorted((one, other) => one.label.localeCompare(other.label, 'en'));
    const { rows, pager } = paged(sorted, PERMISSION_SETS, query);
    return {
      kind: 'page',
      heading: 'Permission Sets',
      blocks: [
        {
          kind: 'table',
          caption: 'Permission Sets',
          buttons: [button('New', NEW_PERMISSION_SET)],
          columns: ['Permission Set Label', 'API Name'],
          rows: rows.map((set) => [link(set.label, pageOf(set)), set.name]),
          empty: 'No permission sets.',
          ...(pager && { pager }),
        },
      ],
    };
  },
};

export const permissionSetDetail: SetupPage = {
  show(visit) {
    const set = permissionSetAsked(visit);
    if (!set) return goneAway('permission set');
    return {
      kind: 'page',
      heading: set.label,
      above: 'Permission Set',
      blocks: [
        {
          kind: 'buttons',
          parts: [
            button('Edit', pageOf(set, '/e')),
            button('Manage Assignments', pageOf(set, '/assignments')),
          ],
        },
        {
          kind: 'details',
          heading: 'Permission Set Overview',
          rows: [
            ['Label', set.label],
            ['API Name', set.name],
            ['Custom Permissions', set.customPermissions.join(', ')],
          ],
        },
        assignedAppsOf(visit, 'permissionSets', set.name, pageOf(set, '/apps')),
        permissionsOf(set),
      ],
    };
  },
};

/** New, and Edit: what it grants. */
const OVERVIEW = [
  text('label', 'Label', { isRequired: true }),
  lines('customPermissions', 'Custom Permissions'),
];

export const editPermissionSet = recordForm(PERMISSION_SET, {
  heading: 'Permission Set Overview',
  below: '/e',
  controls: [...OVERVIEW, ...SYSTEM_PERMISSIONS],
});

export const newPermissionSet = formPage({
  saves: EDIT_PERMISSIONS,
  sections: () => [
    {
      heading: 'Permission Set Information',
      controls: [text('label', 'Label', { isRequired: true }), apiName],
    },
    { heading: 'System Permissions', controls: SYSTEM_PERMISSIONS },
  ],
  find: () => ({
    heading: 'New Permission Set',
    fields: {},
    to: NEW_PERMISSION_SET,
    cancel: PERMISSION_SETS,
  }),
  refuse: () => goneAway('permission set'),
  problems: (patch, visit) => problemsOfNew(patch, visit),
  async save(patch, _version, visit) {
    const { world, org } = visit;
    const name = String(patch.name ?? '');
    const after = await world.image.change(org, (before) => {
      const taken = takenBy(before.permissionSets, name);
      if (taken) throw taken;
      return [{ section: 'permissionSets', name, fields: patch, path: [] }];
    });
    const made = after.permissionSets.find((set) => set.name === name);
    return made ? pageOf(made) : PERMISSION_SETS;
  },
});

async function problemsOfNew(patch: Fields, visit: Visit): Promise<SeedError | undefined> {
  const name = String(patch.name ?? '');
  return (
    takenBy(visit.org.permissionSets, name) ??
    problemsOfChange(visit, { section: 'permissionSets', name }, patch)
  );
}

function takenBy(sets: readonly { readonly name: string }[], name: string): SeedError | undefined {
  const isTaken = sets.some((set) => set.name.toLowerCase() === name.toLowerCase());
  return isTaken
    ? problem('name', `name '${name}' is already that of a permission set of this org`)
    : undefined;
}

function problem(path: string, message: string): SeedError {
  return new SeedError([{ file: undefined, line: undefined, column: undefined, path, message }]);
}

export const editPermissionSetApps = recordForm(PERMISSION_SET, {
  heading: 'Assigned Connected Apps',
  below: '/apps',
  controls: [assignedApps],
  shown: (fields, { org }, name) => ({ ...fields, ...assignedNow(org, 'permissionSets', name) }),
  save: (visit, name) => assignApps(visit, 'permissionSets', name),
});

/** Manage Assignments: who has it, a button that takes it from each, and the way to give it to one more. */
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
  await changeRecord(visit, { section: 'users', name: username }, ({ users }) => ({
    permissionSets: change(users.find((user) => user.id === id)?.permissionSets ?? []),
  }));
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
  return problem('username', `username '${username}' is nobody's in this org`);
}
