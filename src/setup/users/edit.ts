/** New User, Edit, and Edit Assignments: what a seed says of a user (setup-pages.md 15). */
import type { Org } from '../../org/model.ts';
import type { Fields } from '../../seed/records.ts';
import { check, checks, select, text } from '../forms/controls.ts';
import { type FormSection, type FormSpec, formPage } from '../forms/form-page.ts';
import { changeRecord, fieldsOf, problemsOfAddition, problemsOfChange } from '../forms/records.ts';
import { goneAway } from '../frame/words.ts';
import { MANAGE_USERS } from '../needs.ts';
import { endsTakenBack } from './assignments.ts';
import { fullName, NEW_USER, USERS, userAsked, userPage } from './paths.ts';

const profile = select(
  'profile',
  'Profile',
  ({ org }) => org.profiles.map(({ name }) => ({ value: name, label: name })),
  { isRequired: true },
);

const SECTIONS: readonly FormSection[] = [
  {
    heading: 'General Information',
    controls: [
      text('firstName', 'First Name'),
      text('lastName', 'Last Name', { isRequired: true }),
      text('alias', 'Alias'),
      text('email', 'Email', { isRequired: true, type: 'email' }),
      text('username', 'Username', { isRequired: true, filledFrom: 'email' }),
      text('nickname', 'Nickname'),
      profile,
      check('isActive', 'Active'),
      text('phone', 'Phone', { type: 'tel' }),
    ],
  },
  {
    heading: 'Single Sign On Information',
    controls: [text('federationId', 'Federation ID')],
  },
  {
    heading: 'Locale Settings',
    controls: [
      text('timezone', 'Time Zone', { help: 'An IANA name, such as Europe/Paris.' }),
      text('locale', 'Locale'),
      text('language', 'Language'),
    ],
  },
];

const NEW: Fields = { isActive: true, profile: 'Standard User' };

export const newUser = formPage({
  saves: MANAGE_USERS,
  sections: () => SECTIONS,
  find: () => ({ heading: 'New User', above: 'Users', fields: NEW, to: NEW_USER, cancel: USERS }),
  refuse: () => goneAway('user'),
  problems: (patch, visit) => problemsOfAddition(visit, 'users', withoutNulls(patch)),
  async save(patch, _version, { world, org }) {
    const after = await world.image.addRecord(org, 'users', withoutNulls(patch));
    const added = after.users.at(-1);
    return added ? userPage(added) : USERS;
  },
});

export const editUser = formPage(userForm(SECTIONS, 'User Edit', '/e'));

const assignments = checks('permissionSets', 'Permission Sets', ({ org }) =>
  [...org.permissionSets, ...org.permissionSetGroups].map(({ name, label }) => ({ value: name, label })),
);

export const editAssignments = formPage(
  userForm(
    [{ heading: 'Permission Sets', controls: [assignments] }],
    'Permission Set Assignments',
    '/permissionSets',
  ),
);

function userForm(sections: readonly FormSection[], above: string, below: string): FormSpec {
  return {
    saves: MANAGE_USERS,
    sections: () => sections,
    find(visit) {
      const user = userAsked(visit);
      const fields = user && fieldsOf(visit.org, { section: 'users', name: user.username });
      if (!user || !fields) return undefined;
      return { heading: fullName(user), above, fields, to: userPage(user, below), cancel: userPage(user) };
    },
    refuse: () => goneAway('user'),
    async problems(patch, visit) {
      const user = userAsked(visit);
      return user && problemsOfChange(visit, { section: 'users', name: user.username }, patch);
    },
    async save(patch, version, visit) {
      const user = userAsked(visit);
      if (!user) throw new TypeError('the user was there a moment ago');
      const complete = (org: Org) => ({ ...patch, ...endsTakenBack(org, user.id, patch) });
      await changeRecord(visit, { section: 'users', name: user.username }, complete, version);
      return userPage(user);
    },
  };
}

function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
