/** The journal, newest first. */
import type { FastifyInstance } from 'fastify';
import { JOURNAL_WORDS } from '../../journal/endpoints.ts';
import type { JournalEntry } from '../../journal/entry.ts';
import type { JournalFilter } from '../../journal/filter.ts';
import { harOf } from '../../journal/har.ts';
import type { Journal } from '../../journal/journal.ts';
import { catalogue } from '../../refusals/catalogue.ts';
import type { World } from '../../world/world.ts';
import { harSchema, journalEntrySchema } from '../document/journal-schemas.ts';
import { list, object, text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { OUTCOMES } from '../document/query-parameters.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readInstant, readQuery, readWord } from '../plane/input.ts';
import { journalStream } from './journal-stream.ts';

const MEANT = ['since', 'org', 'client_id', 'username', 'endpoint', 'outcome', 'refusal'] as const;
const FILTERS = [...MEANT, 'before', 'limit'] as const;
type Filter = (typeof FILTERS)[number];

export function journalRoutes(app: FastifyInstance, world: World): void {
  const { journal } = world;
  const readFilter = (query: unknown, filters?: readonly Filter[]) => filterOf(journal, query, filters);
  app.get('/journal', { config: { operation: LIST_ENTRIES } }, ({ query }) => ({
    entries: journal.entries(readFilter(query)),
  }));

  app.get('/journal.har', { config: { operation: SHOW_HAR } }, ({ query, calledHost }) => {
    const { id, ...filter } = readQuery(query, [...FILTERS, 'id']);
    const entries =
      id === undefined
        ? journal.entries(readFilter(new Map(Object.entries(filter))))
        : [entryOf(journal, id)];
    return harOf(entries, calledHost.origin);
  });

  journalStream(app, world, FOLLOW_ENTRIES, (query) => {
    const { after, ...filter } = readQuery(query, [...MEANT, 'after']);
    return { filter: readFilter(new Map(Object.entries(filter)), MEANT), after };
  });

  app.get<{ Params: { id: string } }>(
    '/journal/:id',
    { config: { operation: SHOW_ENTRY } },
    ({ params: { id }, query }) => {
      readQuery(query, []);
      return entryOf(journal, id);
    },
  );

  app.delete('/journal', { config: { operation: CLEAR_JOURNAL } }, async ({ query }, reply) => {
    readQuery(query, []);
    await journal.clear();
    return reply.code(204).send();
  });
}

/** @throws LabProblem */
export function entryOf(journal: Journal, id: string): JournalEntry {
  const entry = journal.entry(id);
  if (entry !== undefined) return entry;
  throw new LabProblem(
    404,
    `the journal has no entry '${id}': fauxforce journal --json and GET /_fauxforce/journal list those it keeps`,
  );
}

function filterOf(journal: Journal, query: unknown, filters: readonly Filter[] = FILTERS): JournalFilter {
  const { since, limit, outcome, refusal, endpoint, before, ...words } = readQuery(query, filters);
  return {
    ...words,
    ...(before === undefined ? {} : { before: entryOf(journal, before).id }),
    ...(endpoint === undefined ? {} : { endpoint: readEndpoint(journal, endpoint) }),
    ...(since === undefined ? {} : { since: readInstant('since', since) }),
    ...(limit === undefined ? {} : { limit: readLimit(limit) }),
    ...(outcome === undefined ? {} : { outcome: readWord('outcome', outcome, OUTCOMES) }),
    ...(refusal === undefined ? {} : { refusal: readWord('refusal', refusal, Object.keys(catalogue)) }),
  };
}

/** Accepts the endpoints that exist and those that clients have tried: a path that leads nowhere has a word in the journal too. */
function readEndpoint(journal: Journal, endpoint: string): string {
  const isThere = JOURNAL_WORDS.includes(endpoint) || journal.last({ endpoint }) !== undefined;
  return isThere ? endpoint : readWord('endpoint', endpoint, JOURNAL_WORDS);
}

function readLimit(limit: string): number {
  if (!/^[1-9]\d{0,5}$/.test(limit)) {
    throw new LabProblem(400, `limit '${limit}' is not a number of entries: write 1 or more`);
  }
  return Number(limit);
}

const LIST_ENTRIES: Operation = {
  id: 'listEntries',
  summary: 'What happened and why, newest first',
  query: FILTERS,
  notFound: 'The journal has no entry of the id in `before`.',
  answer: { status: 200, schema: () => object({ entries: list(journalEntrySchema()) }) },
};

const SHOW_HAR: Operation = {
  id: 'showHar',
  summary: 'The journal as an HTTP Archive 1.2, oldest first',
  query: [...FILTERS, 'id'],
  notFound: 'The journal has no entry of the id in `before` or `id`.',
  answer: { status: 200, schema: harSchema },
};

const FOLLOW_ENTRIES: Operation = {
  id: 'followEntries',
  summary: 'Entries as they come, as server-sent events',
  description:
    'Each event is called `answered` or `refused`, its id is that of the entry and its data the entry. With `since`, those that came before are told first; with `after` or the header Last-Event-ID, those that came after that entry. Ends with the server.',
  query: [...MEANT, 'after'],
  answer: { status: 200, schema: () => text('Server-sent events.'), contentType: 'text/event-stream' },
};

const SHOW_ENTRY: Operation = {
  id: 'showEntry',
  summary: 'What happened to one request',
  path: { id: 'What the header x-fauxforce-journal of its answer says.' },
  answer: { status: 200, schema: journalEntrySchema },
  notFound: 'The journal has no such entry.',
};

const CLEAR_JOURNAL: Operation = {
  id: 'clearJournal',
  summary: 'Forget everything that happened',
  answer: { status: 204 },
};
