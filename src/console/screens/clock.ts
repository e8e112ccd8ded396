/** What time it is for the lab, and what moves it: freeze, further, back, and to the moment after the next token dies. */
import type { ClockFacts, OrgFacts, TokenFacts } from '../../lab/answers.ts';
import { blocks } from '../blocks.ts';
import { instantCell } from '../texts.ts';
import { type Page, unknownForm, type Visit } from '../visit.ts';

/** Of the newest tokens, so many are looked at, and so many of their ends shown. */
const LOOKED_AT = '1000';
const SHOWN = 8;

const STEPS = ['1m', '15m', '1h', '2h', '1d', '30d', '-1h'] as const;

export const clockPage: Page = {
  path: 'clock',

  async show({ lab }) {
    const [clock, { tokens }, { orgs }] = await Promise.all([
      lab.get<ClockFacts>('/clock'),
      lab.get<{ tokens: readonly TokenFacts[] }>('/tokens', { limit: LOOKED_AT }),
      lab.get<{ orgs: readonly OrgFacts[] }>('/orgs'),
    ]);
    const ends = [...tokens.flatMap(endOfToken), ...orgs.flatMap(endOfOrg)]
      .filter(({ at }) => at > clock.now)
      .sort((a, b) => a.at.localeCompare(b.at))
      .slice(0, SHOWN);
    return blocks('Clock', [
      {
        kind: 'facts',
        rows: [
          [
            'Now',
            {
              ...instantCell(clock.now),
              more: clock.frozen ? 'frozen: it stands still until the next order' : 'runs',
            },
          ],
        ],
      },
      {
        kind: 'forms',
        forms: [
          ...STEPS.map((step) => ({
            does: 'advance',
            fields: [{ kind: 'hidden', name: 'by', value: step } as const],
            button: step.startsWith('-') ? step : `+${step}`,
          })),
          { does: 'freeze', button: 'Freeze' },
          { does: 'reset', button: 'Reset', tone: 'danger' },
        ],
      },
      {
        kind: 'form',
        form: {
          does: 'set',
          fields: [{ name: 'to', label: 'Set to', value: clock.now, isRequired: true }],
          button: 'Set',
        },
      },
      { kind: 'heading', text: 'Next expiries' },
      {
        kind: 'table',
        caption:
          'When live tokens die if nobody uses them before, and orgs are deleted; a jump goes one second further',
        columns: ['When', 'What', 'App or org', 'User'],
        rows: ends.map(({ at, what, whose, username }) => ({
          cells: [instantCell(at), what, whose, username],
          forms: [
            {
              does: 'set',
              fields: [{ kind: 'hidden', name: 'to', value: after(at) }],
              button: 'Jump there',
              about: `${what} of ${whose || 'no app'}`,
            },
          ],
        })),
        empty: 'No live token and no org has an end.',
      },
      {
        kind: 'text',
        tone: 'soft',
        text: 'This is the clock of all orgs; an org that was told a time of its own keeps it.',
      },
    ]);
  },

  async act({ form, lab }) {
    await lab.send('POST', '/clock', orderOf(form));
    return { goTo: '/clock' };
  },
};

interface End {
  readonly at: string;
  readonly what: string;
  readonly whose: string;
  readonly username: string;
}

function endOfToken({ kind, state, expires_at, app, username }: TokenFacts): End[] {
  if (state !== 'live' || expires_at === null) return [];
  return [{ at: expires_at, what: `${kind} token`, whose: app ?? '', username: username ?? '' }];
}

/** With all that is its own. */
function endOfOrg({ name, expiresAt }: OrgFacts): End[] {
  return expiresAt === undefined ? [] : [{ at: expiresAt, what: 'org', whose: name, username: '' }];
}

function orderOf(form: Visit['form']): object {
  switch (form.get('do')) {
    case 'advance':
      return { advance: form.get('by') ?? '' };
    case 'set':
      return { set: form.get('to') ?? '' };
    case 'freeze':
      return { freeze: true };
    case 'reset':
      return { reset: true };
    default:
      throw unknownForm();
  }
}

function after(iso: string): string {
  return new Date(Date.parse(iso) + 1_000).toISOString();
}
