/** What happened and why, newest first. */
import type { FastifyInstance } from 'fastify';
import { harOf } from '../journal/har.ts';
import type { JournalFilter } from '../journal/journal.ts';
import { catalogue } from '../refusals/catalogue.ts';
import type { World } from '../world.ts';
import { LabProblem } from './answer-problem.ts';
import { readInstant, readQuery, readWord } from './input.ts';
import { journalStream } from './journal-stream.ts';

const FILTERS = ['since', 'org', 'client_id', 'username', 'endpoint', 'outcome', 'refusal', 'limit'] as const;
type Filter = (typeof FILTERS)[number];
const ALL_BUT_LIMIT = FILTERS.filter((name) => name !== 'limit');
const OUTCOMES = ['answered', 'refused'] as const;

export function journalRoutes(app: FastifyInstance, world: World): void {
  const { journal } = world;
  app.get('/journal', ({ query }) => ({ entries: journal.entries(readFilter(query)) }));

  app.get('/journal.har', ({ query, calledHost }) =>
    harOf(journal.entries(readFilter(query)), calledHost.origin),
  );

  journalStream(app, world, (query) => readFilter(query, ALL_BUT_LIMIT));

  app.get<{ Params: { id: string } }>('/journal/:id', ({ params: { id }, query }) => {
    readQuery(query, []);
    const entry = journal.entry(id);
    if (entry === undefined) {
      throw new LabProblem(
        404,
        `the journal has no entry '${id}': GET /_fauxforce/journal lists those it keeps`,
      );
    }
    return entry;
  });

  app.delete('/journal', async ({ query }, reply) => {
    readQuery(query, []);
    await journal.clear();
    return reply.code(204).send();
  });
}

function readFilter(query: unknown, filters: readonly Filter[] = FILTERS): JournalFilter {
  const { since, limit, outcome, refusal, ...words } = readQuery(query, filters);
  return {
    ...words,
    ...(since === undefined ? {} : { since: readInstant('since', since) }),
    ...(limit === undefined ? {} : { limit: readLimit(limit) }),
    ...(outcome === undefined ? {} : { outcome: readWord('outcome', outcome, OUTCOMES) }),
    ...(refusal === undefined ? {} : { refusal: readWord('refusal', refusal, Object.keys(catalogue)) }),
  };
}

function readLimit(limit: string): number {
  if (!/^[1-9]\d{0,5}$/.test(limit)) {
    throw new LabProblem(400, `limit '${limit}' is not a number of entries: write 1 or more`);
  }
  return Number(limit);
}
