/** A walk that the server takes by itself: it plays app, browser and user, a hop at a time or all that are left. */
import type { JournalEntry } from '../../journal/entry.ts';
import type { WholeOrg } from '../../lab/answers.ts';
import { LabProblem } from '../../lab/plane/answer-problem.ts';
import { FLOWS } from '../../lab/walks/walk.ts';
import type { App } from '../../org/model.ts';
import { CONSOLE_PATH, entryPath } from '../../wire/paths.ts';
import { type Block, blocks } from '../blocks.ts';
import { asCurl } from '../entry/as-curl.ts';
import { answerText, requestText } from '../entry/message.ts';
import { queryOf } from '../lab.ts';
import { type Page, unknownForm, type Visit } from '../visit.ts';

/** As the lab shows it. */
interface WalkFacts {
  readonly id: string;
  readonly client_id: string;
  readonly app: string;
  readonly flow: string;
  readonly username: string | null;
  readonly state: 'going' | 'done' | 'refused' | 'stuck';
  readonly said: string | null;
  readonly next: { readonly what: string; readonly method: string; readonly path: string } | null;
  readonly hops: readonly { readonly what: string; readonly entry: string }[];
}

/** Of more users, the first are offered. */
const MOST_USERS = 100;

/** The form that begins a walk; nothing where the app has no flow that can be walked. */
export function walkBlocks(app: App, { apps, users }: WholeOrg): Block[] {
  const flows = apps.find(({ consumerKey }) => consumerKey === app.consumerKey)?.flows ?? [];
  const walked = FLOWS.filter((flow) => flows.includes(flow));
  if (walked.length === 0) return [];
  return [
    { kind: 'heading', text: 'All of a flow' },
    {
      kind: 'text',
      tone: 'soft',
      text: 'This server plays app, browser and user, and asks itself. The callback is never called.',
    },
    {
      kind: 'form',
      form: {
        to: '/try/walk',
        does: 'begin',
        fields: [
          { kind: 'hidden', name: 'app', value: app.consumerKey },
          { kind: 'select', name: 'flow', label: 'Flow', options: walked.map((flow) => [flow, flow]) },
          {
            kind: 'select',
            name: 'username',
            label: 'User',
            options: users.slice(0, MOST_USERS).map(({ username }) => [username, username]),
          },
        ],
        button: 'Begin a walk',
      },
    },
  ];
}

/** Begins a walk. */
export const beginWalkPage: Page = {
  path: 'try/walk',

  show: async () => ({ goTo: '/try' }),

  async act({ form, lab }) {
    const flow = form.get('flow');
    const { id } = await lab.send<WalkFacts>('POST', '/walks', {
      client_id: form.get('app'),
      flow,
      ...(flow !== 'client credentials' && { username: form.get('username') }),
    });
    return { goTo: `/try/walk/${id}` };
  },
};

export const walkPage: Page = {
  path: 'try/walk/:id',

  async show(visit) {
    const walk = await visit.lab.get<WalkFacts>(`/walks/${idIn(visit)}`);
    const hops = await Promise.all(walk.hops.map((hop, i) => hopBlocks(visit, hop, i)));
    const { app, client_id, flow, username, state, said, next } = walk;
    return blocks(`${app}: ${flow}${username === null ? '' : `, ${username}`}`, [
      ...hops.flat(),
      ...(next === null ? [] : nextBlocks(walk.hops.length, next)),
      said !== null && { kind: 'text', tone: state === 'done' ? 'said good' : 'said bad', text: said },
      {
        kind: 'links',
        links: [{ name: 'Another walk', href: `${CONSOLE_PATH}/try${queryOf({ app: client_id })}` }],
      },
    ]);
  },

  async act(visit) {
    const order = visit.form.get('do');
    if (order !== 'next' && order !== 'all') throw unknownForm();
    const id = idIn(visit);
    await visit.lab.send('POST', `/walks/${id}/next`, { all: order === 'all' });
    return { goTo: `/try/walk/${id}` };
  },
};

function idIn({ path }: Visit): string {
  return encodeURIComponent(path[2] ?? '');
}

/** What was sent and answered, as the journal has it: secrets are fingerprints. */
async function hopBlocks(
  { lab, origin }: Visit,
  { what, entry }: WalkFacts['hops'][number],
  at: number,
): Promise<Block[]> {
  const heading: Block = { kind: 'heading', text: `${at + 1}. ${what}` };
  const found = await entryOf(lab, entry);
  if (!found) return [heading, { kind: 'text', tone: 'soft', text: 'The journal has it no longer.' }];
  const { refusal, status, method, path } = found;
  return [
    heading,
    {
      kind: 'facts',
      rows: [
        ['Sent', { text: `${method} ${path}`, fold: requestText(found) }],
        ['Answer', { text: String(status), fold: answerText(found) }],
        ['As curl', { text: 'command', fold: asCurl(found, origin) }],
        ...(refusal ? [['Refused', { text: `${refusal.name}: ${refusal.why}`, mark: 'bad' }] as const] : []),
        ['Entry', { text: 'why, every check, as sent', href: entryPath(entry) }],
      ],
    },
  ];
}

/** Undefined for one that the journal has forgotten. */
async function entryOf(lab: Visit['lab'], id: string): Promise<JournalEntry | undefined> {
  try {
    return await lab.get<JournalEntry>(`/journal/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error instanceof LabProblem) return undefined;
    throw error;
  }
}

function nextBlocks(done: number, { what, method, path }: NonNullable<WalkFacts['next']>): Block[] {
  return [
    { kind: 'heading', text: `${done + 1}. ${what}` },
    { kind: 'text', tone: 'soft', text: `${method} ${path}, not sent yet` },
    {
      kind: 'forms',
      forms: [
        { does: 'next', button: 'Next', tone: 'primary' },
        { does: 'all', button: 'Run all' },
      ],
    },
  ];
}
