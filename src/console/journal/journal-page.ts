/** The journal as a list: the newest requests that the filters mean, grouped into walks, a page at a time. */

import { JOURNAL_WORDS } from '../../journal/endpoints.ts';
import type { JournalEntry } from '../../journal/entry.ts';
import { shortGrant } from '../../journal/request-line.ts';
import { type Lab, type Query, queryOf } from '../lab.ts';
import { type Page, unknownForm } from '../visit.ts';
import { type Walk, walksIn } from './walks.ts';

/** Requests of one page. */
const PAGE = 50;

/** Filters that the list has a control for; each is a parameter of `GET /journal`. */
const FILTERS = ['outcome', 'endpoint', 'client_id', 'username', 'refusal', 'org', 'since'] as const;

export const journalPage: Page = {
  path: 'journal',

  async show({ query, lab, appOf }) {
    const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name)]));
    const before = query.get('before');
    const { entries } = await lab.get<{ entries: JournalEntry[] }>('/journal', {
      ...filter,
      before,
      limit: String(PAGE + 1),
    });
    const shown = entries.slice(0, PAGE);
    const oldest = entries.length > PAGE ? shown.at(-1)?.id : undefined;
    const newest = before === undefined ? shown[0] : await newestOf(lab, filter);
    return {
      title: 'Journal',
      template: 'journal',
      data: {
        filter,
        endpoints: JOURNAL_WORDS,
        chips: FILTERS.flatMap((name) =>
          filter[name]
            ? [{ name, value: filter[name], without: queryOf({ ...filter, [name]: undefined }) }]
            : [],
        ),
        groups: walksIn(shown).map((walk) => groupOf(walk, (key) => appOf(key)?.label ?? key)),
        isEmpty: shown.length === 0,
        isFirst: before === undefined,
        newestHref: `/_fauxforce/console/journal${queryOf(filter)}`,
        olderHref: oldest && `/_fauxforce/console/journal${queryOf({ ...filter, before: oldest })}`,
        stream: `/_fauxforce/journal/stream${queryOf({ ...filter, after: newest?.id })}`,
      },
    };
  },

  async act({ form, lab }) {
    if (form.get('do') !== 'clear') throw unknownForm();
    await lab.send('DELETE', '/journal');
    return { goTo: '/journal' };
  },
};

/** What the list of an older page is behind is not new. */
async function newestOf(lab: Lab, filter: Query): Promise<JournalEntry | undefined> {
  const { entries } = await lab.get<{ entries: JournalEntry[] }>('/journal', { ...filter, limit: '1' });
  return entries[0];
}

function groupOf(walk: Walk, labelOf: (key: string) => string) {
  const named = (name: 'clientId' | 'username') =>
    walk.map((entry) => entry[name]).find((value) => value !== null);
  const key = named('clientId');
  const refused = walk.filter(({ outcome }) => outcome === 'refused').length;
  return {
    title: [key && labelOf(key), named('username')].filter(Boolean).join(' · ') || 'A walk',
    count: walk.length,
    refused,
    rows: walk.map((entry) => ({ ...rowOf(entry), appName: entry.clientId && labelOf(entry.clientId) })),
  };
}

function rowOf({
  id,
  at,
  method,
  path,
  grantType,
  outcome,
  status,
  refusal,
  clientId,
  username,
  ms,
  endpoint,
  request,
}: JournalEntry) {
  return {
    id,
    href: `/_fauxforce/console/journal/${encodeURIComponent(id)}`,
    at,
    time: at.slice(11, 23),
    isBad: outcome === 'refused' || status >= 500,
    sign: outcome === 'refused' ? 'refused' : status >= 500 ? 'failed' : 'answered',
    asked: `${method} ${path}`,
    what: endpoint === 'soap' ? (request.operation ?? '') : shortGrant(grantType),
    status,
    refusal: refusal?.name,
    why: refusal?.why,
    app: clientId,
    user: username,
    ms: ms.toFixed(1),
  };
}
