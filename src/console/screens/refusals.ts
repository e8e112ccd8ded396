/** Every way Salesforce says no: what it says, why, what to do, how often it was seen here, and a button that lets one happen. */
import type { JournalEntry } from '../../journal/entry.ts';
import { catalogueInWords, type RefusalInWords } from '../../refusals/in-words.ts';
import { evidenceInWords } from '../../refusals/refusal.ts';
import { blocks } from '../blocks.ts';
import { setupLinks } from '../entry/setup-links.ts';
import { queryOf } from '../lab.ts';
import { entryCell, instantCell, times } from '../texts.ts';
import type { Page, Visit } from '../visit.ts';

interface Refusal extends RefusalInWords {
  /** How often the journal tells of it. */
  readonly seen: number;
}

/** The answer of `GET /refusals/{name}`. */
interface WithRecipe extends Refusal {
  readonly steps: readonly string[];
  readonly curl: readonly string[];
}

/** Of one page. */
const PAGE = 50;

export const refusalsPage: Page = {
  path: 'refusals',

  async show({ lab, query }) {
    const sought = query.get('q')?.trim().toLowerCase() ?? '';
    const from = Math.max(0, Math.trunc(Number(query.get('from') ?? 0)) || 0);
    const isSeen = query.get('seen') === '1';
    const seenHere = await lab.get<{ refusals: readonly Refusal[] }>('/refusals', { seen: 'true' });
    const counts = new Map(seenHere.refusals.map(({ name, seen }) => [name, seen]));
    const refusals = inWords();
    const found = refusals
      .filter(({ name }) => !isSeen || counts.has(name))
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
        rows: found.slice(from, from + PAGE).map(({ name, error, error_description, why }) => ({
          cells: [
            { text: name, isCode: true, href: `/_fauxforce/console/refusals/${name}`, more: why },
            [error, error_description].filter(Boolean).join(': '),
            counts.has(name)
              ? {
                  text: times(counts.get(name) ?? 0),
                  href: `/_fauxforce/console/journal${queryOf({ refusal: name })}`,
                }
              : '',
          ],
        })),
        empty: 'No refusal has these words.',
      },
      {
        kind: 'links',
        links: [
          ...(from > 0 ? [pageLink('Back', query, Math.max(0, from - PAGE))] : []),
          ...(from + PAGE < found.length ? [pageLink('Further', query, from + PAGE)] : []),
        ],
      },
    ]);
  },
};

function pageLink(name: string, query: Visit['query'], from: number): { name: string; href: string } {
  const filter = { q: query.get('q'), seen: query.get('seen') };
  return { name, href: `/_fauxforce/console/refusals${queryOf({ ...filter, from: String(from) })}` };
}

export const refusalPage: Page = {
  path: 'refusals/:name',

  async show({ lab, origin, path: [, asked = ''] }) {
    const refusal = await lab.get<WithRecipe>(`/refusals/${encodeURIComponent(asked)}`);
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

/** All of them. The lab's answer has recipes of megabytes, which the list does not show. */
function inWords(): readonly RefusalInWords[] {
  words ??= catalogueInWords();
  return words;
}

let words: readonly RefusalInWords[] | undefined;
