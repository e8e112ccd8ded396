/** Every way Salesforce says no: what it says, why, what to do, how often it was seen here, and a button that lets one happen. */
import type { JournalEntry } from '../../journal/entry.ts';
import { LabProblem } from '../../lab/plane/answer-problem.ts';
import { catalogueInWords, type RefusalInWords } from '../../refusals/in-words.ts';
import { evidenceInWords } from '../../refusals/refusal.ts';
import { blocks } from '../blocks.ts';
import { setupLinks } from '../entry/setup-links.ts';
import { queryOf } from '../lab.ts';
import { entryCell, instantCell, jsonText, times } from '../texts.ts';
import type { Page } from '../visit.ts';

/** Of one page. */
const PAGE = 50;

export const refusalsPage: Page = {
  path: 'refusals',

  async show({ lab, query }) {
    const sought = query.get('q')?.trim().toLowerCase() ?? '';
    const from = Math.max(0, Math.trunc(Number(query.get('from') ?? 0)) || 0);
    const refusals = inWords();
    const { entries } = await lab.get<{ entries: readonly JournalEntry[] }>('/journal', {
      outcome: 'refused',
    });
    const seen = Map.groupBy(entries, ({ refusal }) => refusal?.name);
    const found = refusals.filter(({ name, error, error_description, why }) =>
      [name, error, error_description, why].some((text) => text.toLowerCase().includes(sought)),
    );
    return blocks('Refusals', [
      {
        kind: 'form',
        form: {
          method: 'get',
          fields: [{ name: 'q', label: 'Name or words of the answer', value: query.get('q') }],
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
            seen.has(name)
              ? {
                  text: times(seen.get(name)?.length ?? 0),
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
          ...(from > 0 ? [pageLink('Back', sought, Math.max(0, from - PAGE))] : []),
          ...(from + PAGE < found.length ? [pageLink('Further', sought, from + PAGE)] : []),
        ],
      },
    ]);
  },
};

function pageLink(name: string, q: string, from: number): { name: string; href: string } {
  return { name, href: `/_fauxforce/console/refusals${queryOf({ q, from: String(from) })}` };
}

export const refusalPage: Page = {
  path: 'refusals/:name',

  async show({ lab, path: [, name = ''] }) {
    const refusal = inWords().find((one) => one.name === name);
    if (!refusal) throw new LabProblem(404, `the catalogue has no refusal '${name}'`);
    const { entries } = await lab.get<{ entries: readonly JournalEntry[] }>('/journal', {
      refusal: name,
      limit: '10',
    });
    const { status, surface, error, error_description, why, fix, evidence, recipe } = refusal;
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
      { kind: 'heading', text: 'How to see one' },
      {
        kind: 'text',
        text: `fauxforce errors ${name} prints it as a script. Its steps, against the demo org:`,
      },
      { kind: 'pre', id: 'recipe', label: 'Recipe', text: recipeText(recipe) },
    ]);
  },
};

let words: readonly RefusalInWords[] | undefined;

/** What `GET /refusals` answers, without the way through ten megabytes of JSON: a recipe has a body that is too large for SOAP. */
function inWords(): readonly RefusalInWords[] {
  words ??= catalogueInWords();
  return words;
}

/** Characters of a recipe. */
const LONGEST = 10_000;

function recipeText(recipe: RefusalInWords['recipe']): string {
  const text = jsonText(recipe);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
