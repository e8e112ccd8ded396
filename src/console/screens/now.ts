/** The first screen: what to call, what time it is, what is armed, and the last refusals. */
import type { JournalEntry } from '../../journal/entry.ts';
import type { ClockFacts, FailureFacts, OrgFacts, WholeOrg } from '../../lab/answers.ts';
import { type Block, blocks } from '../blocks.ts';
import { type Lab, orgOfList } from '../lab.ts';
import { entryCell, instantCell } from '../texts.ts';
import type { Page } from '../visit.ts';

/** Of more, the first are shown: the screen of orgs has all. */
const MOST_ORGS = 2;
const MOST_APPS = 16;

export const nowPage: Page = {
  path: '',

  async show({ lab, origin }) {
    const [{ orgs }, clock, { failures }, { entries }] = await Promise.all([
      lab.get<{ orgs: readonly OrgFacts[] }>('/orgs'),
      lab.get<ClockFacts>('/clock'),
      lab.get<{ failures: readonly FailureFacts[] }>('/failures'),
      lab.get<{ entries: readonly JournalEntry[] }>('/journal', { outcome: 'refused', limit: '5' }),
    ]);
    const listed = orgs.slice(0, MOST_ORGS).map(({ id }) => orgOfList(lab, id));
    const shown = (await Promise.all(listed)).filter((org) => org !== undefined);
    return blocks('Now', [
      {
        kind: 'facts',
        rows: [
          ['Log-in host, My Domain', { text: origin, isCode: true }],
          ['Clock', { ...instantCell(clock.now), more: clock.frozen ? 'frozen' : undefined }],
          ['Armed failures', { text: String(failures.length), href: '/_fauxforce/console/failures' }],
        ],
      },
      { kind: 'heading', text: 'Last refusals' },
      {
        kind: 'table',
        caption: 'The newest five',
        columns: ['Time', 'Request', 'Why'],
        rows: entries.map((entry) => ({
          cells: [
            instantCell(entry.at),
            entryCell(entry),
            { text: entry.refusal?.name ?? '', isCode: true, more: entry.refusal?.why },
          ],
        })),
        empty: 'Nothing was refused yet.',
      },
      ...(await firstTry(lab, origin, shown)),
      ...shown.flatMap(orgBlocks),
      orgs.length > MOST_ORGS && {
        kind: 'links',
        links: [{ name: `All ${orgs.length} orgs`, href: '/_fauxforce/console/orgs' }],
      },
    ]);
  },
};

function orgBlocks({ org, apps }: WholeOrg): Block[] {
  return [
    { kind: 'heading', text: org.name },
    {
      kind: 'table',
      caption: `Apps of ${org.name}, ${org.id}`,
      columns: ['App', 'Consumer key', 'For'],
      rows: apps.slice(0, MOST_APPS).map(({ name, consumerKey, flows }) => ({
        cells: [
          { text: name, href: `/_fauxforce/console/orgs/${org.id}` },
          { text: consumerKey, isCode: true },
          flows.join(', '),
        ],
      })),
      empty: 'No apps.',
    },
  ];
}

/** While nothing has come in yet: a command that works. */
async function firstTry(lab: Lab, origin: string, orgs: readonly WholeOrg[]): Promise<Block[]> {
  const { entries } = await lab.get<{ entries: readonly JournalEntry[] }>('/journal', { limit: '1' });
  const app = orgs.flatMap(({ apps }) => apps).find(({ flows }) => flows.includes('client credentials'));
  if (entries.length > 0 || !app) return [];
  const command = [
    `curl ${origin}/services/oauth2/token -d grant_type=client_credentials`,
    `-d client_id=${app.consumerKey} -d "client_secret=$CLIENT_SECRET"`,
  ].join(' \\\n  ');
  return [
    {
      kind: 'text',
      text: 'Nothing has come in yet. This works, with the secret that the screen of orgs shows:',
    },
    { kind: 'pre', id: 'first', label: 'A first command', text: command },
  ];
}
