/** Profiles: the list, the page of one, and its forms (setup-pages.md 9). */
import type { Profile } from '../../org/model.ts';
import { select } from '../forms/controls.ts';
import { rows } from '../forms/lists.ts';
import { sessionTimeouts, timeoutText } from '../forms/timeouts.ts';
import { type Block, button, link } from '../frame/blocks.ts';
import type { Option } from '../frame/fields.ts';
import { paged } from '../frame/paging.ts';
import { goneAway } from '../frame/words.ts';
import type { SetupPage } from '../visit.ts';
import { assignedAppsForm, assignedAppsOf } from './assigned-apps.ts';
import { completeHours, HOUR_CONTROLS, hoursOf } from './hours.ts';
import { PROFILES, pageOf, profileAsked } from './paths.ts';
import { permissionsOf, SYSTEM_PERMISSIONS } from './permissions.ts';
import { PROFILE, recordForm } from './record-form.ts';

const LEVELS: readonly Option[] = [
  { value: '', label: '--None--' },
  { value: 'LOW', label: 'Low' },
  { value: 'STANDARD', label: 'Standard' },
  { value: 'HIGH_ASSURANCE', label: 'High Assurance' },
];

export const profileList: SetupPage = {
  show({ org, query }) {
    const sorted = org.profiles.toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
    const { rows, pager } = paged(sorted, PROFILES, query);
    return {
      kind: 'page',
      heading: 'Profiles',
      blocks: [
        {
          kind: 'table',
          caption: 'Profiles',
          columns: ['Action', 'Profile Name', 'Users'],
          rows: rows.map((profile) => [
            link('Edit', pageOf(profile, '/e'), { about: profile.name }),
            link(profile.name, pageOf(profile)),
            String(org.users.filter((user) => user.profile === profile.name).length),
          ]),
          empty: 'No profiles.',
          ...(pager && { pager }),
        },
      ],
    };
  },
};

export const profileDetail: SetupPage = {
  show(visit) {
    const profile = profileAsked(visit);
    if (!profile) return goneAway('profile');
    return {
      kind: 'page',
      heading: profile.name,
      above: 'Profile',
      blocks: [
        { kind: 'buttons', parts: [button('Edit', pageOf(profile, '/e'))] },
        assignedAppsOf(visit, 'profiles', profile.name, pageOf(profile, '/apps')),
        permissionsOf(profile),
        { kind: 'buttons', parts: [button('Edit Session Settings', pageOf(profile, '/session'))] },
        sessionOf(profile),
        rangesOf(profile),
        { kind: 'buttons', parts: [button('Edit Login Hours', pageOf(profile, '/hours'))] },
        hoursOf(profile.loginHours),
      ],
    };
  },
};

function sessionOf({ sessionTimeout, requiredSessionLevel }: Profile): Block {
  const level = LEVELS.find(({ value }) => value === (requiredSessionLevel ?? ''))?.label ?? '';
  return {
    kind: 'details',
    heading: 'Session Settings',
    rows: [
      ['Session Times Out After', sessionTimeout === undefined ? "The org's" : timeoutText(sessionTimeout)],
      ['Session Security Level Required at Login', level],
    ],
  };
}

function rangesOf(profile: Profile): Block {
  return {
    kind: 'table',
    caption: 'Login IP Ranges',
    buttons: [button('New', pageOf(profile, '/ipRanges'))],
    columns: ['IP Start Address', 'IP End Address'],
    rows: profile.loginIpRanges.map(({ start, end }) => [start, end]),
    empty: 'None: its users may log in from anywhere.',
  };
}

export const editProfile = recordForm(PROFILE, {
  heading: 'System Permissions',
  below: '/e',
  controls: SYSTEM_PERMISSIONS,
});

export const editSession = recordForm(PROFILE, {
  heading: 'Session Settings',
  below: '/session',
  controls: [
    select(
      'sessionTimeout',
      'Session Times Out After',
      (visit) => sessionTimeouts(profileAsked(visit)?.sessionTimeout, "The org's"),
      { toSeed: (value) => (value === '' ? null : Number(value)) },
    ),
    select('requiredSessionLevel', 'Session Security Level Required at Login', LEVELS),
  ],
});

export const editHours = recordForm(PROFILE, {
  heading: 'Login Hours',
  below: '/hours',
  controls: HOUR_CONTROLS,
  complete: completeHours,
});

export const editRanges = recordForm(PROFILE, {
  heading: 'Login IP Ranges',
  below: '/ipRanges',
  controls: [
    rows('loginIpRanges', 'Login IP Ranges', {
      columns: [
        { key: 'start', label: 'Start IP Address' },
        { key: 'end', label: 'End IP Address' },
      ],
      addLabel: 'New Row',
    }),
  ],
  shown: (fields) => ({
    ...fields,
    loginIpRanges: [
      ...(Array.isArray(fields.loginIpRanges) ? fields.loginIpRanges : []),
      { start: '', end: '' },
    ],
  }),
});

export const editProfileApps = assignedAppsForm(PROFILE);
