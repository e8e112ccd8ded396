/** Network Access: the org's Trusted IP Ranges, a row each, with Setup's own limits (setup-pages.md 12). */
import { isIPv4, isIPv6 } from 'node:net';
import { isInRanges } from '../../org/ip.ts';
import type { IpRange } from '../../org/model.ts';
import { type Problem, problemAt, SeedError } from '../../seed/problems.ts';
import { text } from '../forms/controls.ts';
import { formPage } from '../forms/form-page.ts';
import { tokenFor } from '../forms/proof.ts';
import { changeRecord, problemsOfChange } from '../forms/records.ts';
import { button, onward } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import { goneAway } from '../frame/words.ts';
import { EDIT_ORG } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { NETWORK_ACCESS, NEW_RANGE } from './paths.ts';

const ORG = { section: 'org', name: '' } as const;

export const networkAccess: SetupPage = {
  saves: EDIT_ORG,
  show(visit) {
    const { trustedIpRanges } = visit.org.settings;
    const token = tokenFor(visit, NETWORK_ACCESS);
    const { rows, pager } = paged(trustedIpRanges, NETWORK_ACCESS, visit.query);
    return {
      kind: 'page',
      heading: 'Network Access',
      blocks: [
        {
          kind: 'text',
          text: 'From these addresses users log in without a mailed code, and API clients without a security token. Without any, no browser is asked for a code.',
        },
        {
          kind: 'table',
          caption: 'Trusted IP Ranges',
          buttons: [button('New', NEW_RANGE)],
          columns: ['Action', 'Start IP Address', 'End IP Address'],
          rows: rows.map(({ start, end }) => [
            {
              kind: 'action',
              label: 'Delete',
              to: NETWORK_ACCESS,
              token,
              fields: { start, end },
              about: `${start} to ${end}`,
            },
            start,
            end,
          ]),
          empty: 'No trusted ranges.',
          ...(pager && { pager }),
        },
      ],
    };
  },
  async save(visit) {
    const [start, end] = [visit.sent.text('start'), visit.sent.text('end')];
    await changeRecord(visit, ORG, ({ settings }) => {
      const at = settings.trustedIpRanges.findIndex((range) => range.start === start && range.end === end);
      const left = settings.trustedIpRanges.filter((_, i) => i !== at);
      return { settings: { trustedIpRanges: left } };
    });
    return onward(NETWORK_ACCESS);
  },
};

export const newRange = formPage({
  saves: EDIT_ORG,
  sections: () => [
    {
      heading: 'Trusted IP Range',
      controls: [
        text('start', 'Start IP Address', { isRequired: true }),
        text('end', 'End IP Address', { isRequired: true }),
      ],
    },
  ],
  find: () => ({ heading: 'Trusted IP Range Edit', fields: {}, to: NEW_RANGE, cancel: NETWORK_ACCESS }),
  refuse: () => goneAway('range'),
  async problems(patch, visit) {
    const range = rangeOf(patch);
    const found = await problemsOfRange(range, visit);
    return found ?? tooLarge(range, visit.org.settings.trustedIpRanges);
  },
  async save(patch, _version, visit) {
    const range = rangeOf(patch);
    const found = await problemsOfRange(range, visit);
    if (found) throw found;
    await changeRecord(visit, ORG, ({ settings: { trustedIpRanges } }) => {
      const problem = tooLarge(range, trustedIpRanges);
      if (problem) throw problem;
      return { settings: { trustedIpRanges: [...trustedIpRanges, range] } };
    });
    return NETWORK_ACCESS;
  },
});

function rangeOf({ start, end }: Readonly<Record<string, unknown>>): IpRange {
  return { start: String(start ?? ''), end: String(end ?? '') };
}

/** What a seed would say of it, beside the form's own fields: the range is the last of the list. */
async function problemsOfRange(range: IpRange, visit: Visit): Promise<SeedError | undefined> {
  const ranges = [...visit.org.settings.trustedIpRanges, range];
  const found = await problemsOfChange(visit, ORG, { settings: { trustedIpRanges: ranges } });
  return found && new SeedError(found.problems.map((one) => asOfForm(one, visit.org.name)));
}

/** A problem of the list, as one of the field that it is about: who fills in the form knows no list. */
function asOfForm(problem: Problem, org: string): Problem {
  const [, path = 'start'] = /\.(start|end)$/.exec(problem.path) ?? [];
  const [, what = `: ${problem.message}`] = problem.message.split(` of org '${org}'`, 2);
  return { ...problem, path, message: path + what };
}

/** Addresses of one range, and of all of an org together; 10/8 does not count (Spring '26 release notes, and what Setup says). */
const MOST_OF_ONE = 33_554_432n;
const MOST_OF_ALL = { ipv4: 16_777_216n, ipv6: 2n ** 99n } as const;
const PRIVATE = [{ start: '10.0.0.0', end: '10.255.255.255' }];

function tooLarge(range: IpRange, others: readonly IpRange[]): SeedError | undefined {
  const isOld = isIPv4(range.start);
  if (isOld && sizeOf(range) > MOST_OF_ONE) return problem('The range specified is too large');
  const alike = [...others, range].filter(({ start }) => isIPv4(start) === isOld && !isPrivate(start));
  const all = alike.reduce((sum, one) => sum + sizeOf(one), 0n);
  return all > MOST_OF_ALL[isOld ? 'ipv4' : 'ipv6'] ? problem('You reached the IP address limit') : undefined;
}

function isPrivate(address: string): boolean {
  return isIPv4(address) && isInRanges(address, PRIVATE);
}

function sizeOf({ start, end }: IpRange): bigint {
  return numberOf(end) - numberOf(start) + 1n;
}

function numberOf(address: string): bigint {
  const parts = isIPv6(address) ? groupsOf(address) : address.split('.').map(Number);
  const base = isIPv6(address) ? 65_536n : 256n;
  return parts.reduce((value, part) => value * base + BigInt(part), 0n);
}

/** The eight groups, without a zone: URLs write an address at full length but for one run of zeros, and know no zones. */
function groupsOf(address: string): number[] {
  const [withoutZone = ''] = address.split('%');
  const plain = new URL(`http://[${withoutZone}]/`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const numbers = (text: string | undefined) =>
    text ? text.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const [before, after] = [numbers(head), numbers(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

/** What Setup says, as it says it. */
function problem(message: string): SeedError {
  return new SeedError([problemAt('', message)]);
}
