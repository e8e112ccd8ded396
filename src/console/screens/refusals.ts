/** Every way Salesforce says no: what it says, why, what to do, how often it was seen here, and a button that lets one happen. */
import type { JournalEntry } from '../../journal/entry.ts';
import type { ListedRefusal, RefusalInWords } from '../../refusals/in-words.ts';
import { evidenceInWords } from '../../refusals/refusal.ts';
import { blocks } from '../blocks.ts';
import { setupLinks } from '../entry/setup-links.ts';
import { queryOf } from '../lab.ts';
import { fromOf, PAGE, paging } from '../paging.ts';
import { entryCell, instantCell, times } from '../texts.ts';
import type { Page } from '../visit.ts';

/** One of the answer of `GET /refusals`. */
interface Listed extends ListedRefusal {
  /** How often the journal tells of it. */
  readonly seen: number;
}

/** The answer of `GET /refusals/{name}`. */
interface WithSteps extends RefusalInWords {
  readonly steps: readonly string[];
  readonly curl: readonly string[];
}

export const refusalsPage: Page = {
  path: 'refusals',

  async show({ lab, query }) {
    const sought = query.get('q')?.trim().toLowerCase() ?? '';
    const from = fromOf(query, 'from');
    const isSeen = query.get('seen') === '1';
    const { refusals } = await lab.get<{ refusals: readonly Listed[] }>('/refusals');
    const found = refusals
      .filter(({ seen }) => !isSeen || seen > 0)
      .filter(({ name, error, error_description, why }) =>
        [name, error, error_description, why].some((text) => text.toLowerCase().includes(sought)),
      );
    return blocks('Refusals', [
      {
        kind: 'form',
        form: {
          method: 'get',
          fields: [
            { name: 'q', label: 'Name or words of the answer', value: query.get('q') },
            { kind: 'check', name: 'seen', label: 'Only those seen here', value: isSeen ? '1' : '' },
          ],
          button: 'Search',
          tone: 'primary',
        },
      },
      {
        kind: 'table',
        caption: `${found.length} of ${refusals.length}`,
        columns: ['Name', 'Salesforce says', 'Seen here'],
        rows: found.slice(from, from + PAGE).map(({ name, error, error_description, why, seen }) => ({
          cells: [
            { text: name, isCode: true, href: `/_fauxforce/console/refusals/${name}`, more: why },
            [error, error_description].filter(Boolean).join(': '),
            seen > 0
              ? { text: times(seen), href: `/_fauxforce/console/journal${queryOf({ refusal: name })}` }
              : '',
          ],
        })),
        empty: 'No refusal has these words.',
      },
      paging('/refusals', from, found.length, 'from', { q: query.get('q'), seen: query.get('seen') }),
    ]);
  },
};

export const refusalPage: Page = {
  path: 'refusals/:name',

  async show({ lab, origin, path: [, asked = ''] }) {
    const refusal = await lab.get<WithSteps>(`/refusals/${encodeURIComponent(asked)}`);
    const { name } = refusal;
    const { entries } = await lab.get<{ entries: readonly JournalEntry[] }>('/journal', {
      refusal: name,
      limit: '10',
    });
    const { status, surface, error, error_description, why, fix, evidence, steps, curl } = refusal;
    return blocks(name, [
      {
        kind: 'facts',
        rows: [
          [
            'Answer',
            { text: [`${status}`, error, error_description].filter(Boolean).join(' '), isCode: true },
          ],
          ['Where', surface],
          ['Why', why],
          ['Fix', fix],
          ['Evidence', `${evidenceInWords(evidence)} (${evidence.section})`],
        ],
      },
      { kind: 'links', links: setupLinks(fix, undefined) },
      {
        kind: 'form',
        form: {
          to: `/failures`,
          method: 'get',
          fields: [{ kind: 'hidden', name: 'refusal', value: name }],
          button: 'Arm it',
        },
      },
      { kind: 'heading', text: 'Seen here' },
      {
        kind: 'table',
        caption: 'The newest ten',
        columns: ['Time', 'Request', 'Why'],
        rows: entries.map((entry) => ({
          cells: [instantCell(entry.at), entryCell(entry), entry.refusal?.why ?? ''],
        })),
        empty: 'Not yet.',
      },
      { kind: 'heading', text: 'See one happen' },
      {
        kind: 'text',
        text: 'With its cause, against the demo org. The script has the consumer keys of this server’s orgs, and variables for secrets; its comments are what curl cannot do.',
      },
      {
        kind: 'pre',
        id: 'steps',
        label: 'Step by step',
        text: steps.map((step, i) => `${i + 1}. ${step}`).join('\n'),
      },
      { kind: 'pre', id: 'script', label: 'As a script', text: [`FAUXFORCE=${origin}`, ...curl].join('\n') },
      { kind: 'text', text: 'Or in an org of its own, which is gone afterwards:' },
      { kind: 'pre', id: 'run', label: 'As a command', text: `fauxforce errors ${name} --run` },
    ]);
  },
};
