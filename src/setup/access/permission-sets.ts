/** Permission Sets: the list, the page of one, and its forms (setup-pages.md 9). */
import { apiName } from '../forms/api-name.ts';
import { lines, text } from '../forms/controls.ts';
import { formPage } from '../forms/form-page.ts';
import { addNamed, problemsOfNamed } from '../forms/named-records.ts';
import { button, link } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import { goneAway } from '../frame/words.ts';
import { EDIT_PERMISSIONS } from '../needs.ts';
import type { SetupPage } from '../visit.ts';
import { assignedAppsForm, assignedAppsOf } from './assigned-apps.ts';
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
  problems: (patch, visit) => problemsOfNamed(visit, 'permissionSets', patch),
  async save(patch, _version, visit) {
    const { permissionSets } = await addNamed(visit, 'permissionSets', patch);
    const made = permissionSets.find(({ name }) => name === patch.name);
    return made ? pageOf(made) : PERMISSION_SETS;
  },
});

export const editPermissionSetApps = assignedAppsForm(PERMISSION_SET);
