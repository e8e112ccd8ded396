/** The controls of policies that both kinds of app have. */
import type { Fields } from '../../seed/records.ts';
import { type Control, complaintsAbout, textAt } from '../forms/control.ts';
import { gate, select, text } from '../forms/controls.ts';
import { sessionTimeouts } from '../forms/timeouts.ts';
import type { Option } from '../frame/fields.ts';
import type { Visit } from '../visit.ts';
import {
  ADMIN_WARNING,
  LEVEL_ACTIONS,
  NO_TIMEOUT,
  PERMITTED,
  type REFRESH_POLICIES,
  RELAXATIONS,
  UNITS,
} from './policy-words.ts';

export function permittedUsers(all: string = PERMITTED.all): Control {
  return select(
    'isAdminApproved',
    'Permitted Users',
    [
      { value: 'false', label: all },
      { value: 'true', label: PERMITTED.admin },
    ],
    {
      fromSeed: (value) => String(value === true),
      toSeed: (value) => value === 'true',
      warning: { value: 'true', text: ADMIN_WARNING },
    },
  );
}

export const ipRelaxation: Control = select('ipRelaxation', 'IP Relaxation', RELAXATIONS);

const POLICY = /^(\w+):(\d+):(\w+)$/;

/** @param words of the policies, which differ between the kinds of app */
export function refreshTokenPolicy(words: Readonly<Record<keyof typeof REFRESH_POLICIES, string>>): Control {
  const path = 'refreshTokenPolicy';
  const covers = [path];
  return {
    label: 'Refresh Token Policy',
    covers,
    show({ fields, complaints }) {
      const said = textAt(fields, path);
      const [, kind = said, count = '', unit = 'DAYS'] = POLICY.exec(said) ?? [];
      const option = (value: keyof typeof REFRESH_POLICIES): Option => ({ value, label: words[value] });
      const timed = (value: keyof typeof REFRESH_POLICIES) => ({
        ...option(value),
        period: {
          name: value,
          count: kind === value ? count : '',
          unit: kind === value ? unit : 'DAYS',
          units: UNITS,
        },
      });
      return {
        kind: 'radio',
        name: path,
        label: 'Refresh Token Policy',
        value: kind,
        options: [
          option('infinite'),
          option('zero'),
          timed('specific_inactivity'),
          timed('specific_lifetime'),
        ],
        errors: complaintsAbout({ covers }, complaints),
      };
    },
    read(sent, write) {
      const kind = sent.text(path);
      const isTimed = kind.startsWith('specific_');
      write(path, isTimed ? `${kind}:${sent.text(`${kind}Count`)}:${sent.text(`${kind}Unit`)}` : kind);
    },
    lacks: (fields) => (/^specific_\w+::/.test(textAt(fields, path)) ? [path] : []),
  };
}

export function sessionTimeout(label: string, minutesOf: (visit: Visit) => number | undefined): Control {
  return select(
    'sessionPolicy.sessionTimeout',
    label,
    (visit) => sessionTimeouts(minutesOf(visit), NO_TIMEOUT),
    {
      toSeed: (value) => (value === '' ? null : Number(value)),
    },
  );
}

export const highAssurance: Control = gate('highAssurance', 'High assurance session required', {
  isOn: isHigh,
  write: (write, isOn) => {
    write('sessionPolicy.sessionLevel', isOn ? 'HIGH_ASSURANCE' : null);
    if (!isOn) write('sessionPolicy.policyAction', null);
  },
  inner: [select('sessionPolicy.policyAction', 'Policy action', LEVEL_ACTIONS)],
  covers: ['sessionPolicy'],
});

function isHigh(fields: Fields): boolean {
  return textAt(fields, 'sessionPolicy.sessionLevel') === 'HIGH_ASSURANCE';
}

/** A user is typed by their username; nobody else can be chosen. */
export function runAs(label: string): Control {
  return text('clientCredentialUser', label, { help: 'The username of a user of this org.' });
}
