/** `/search` (SOSL) and `/parameterizedSearch` (rest-data.md 8). */
import { SessionSource } from '../../data/query-source.ts';
import type { Found } from '../../data/sosl/search.ts';
import { check } from '../../refusals/check.ts';
import type { Resource, RestCall } from '../call.ts';
import { answerOf } from '../query/answer.ts';
import { pageReader } from '../query/page-reader.ts';
import { soslOfBody, soslOfParameters } from '../query/parameterized.ts';
import { readBody } from '../request-body.ts';

function loadSearch() {
  return Promise.all([import('../../data/sosl/read-search.ts'), import('../../data/sosl/search.ts')]);
}

export const search: Resource = {
  path: '/search',
  read: (call) => answerSearch(call, call.parameters.get('q')),
};

export const parameterizedSearch: Resource = {
  path: '/parameterizedSearch',
  methods: {
    GET: async (call) => ({
      status: 200,
      body: await answerSearch(call, soslOfParameters(call.parameters)),
    }),
    POST: async (call) => ({ status: 200, body: await answerSearch(call, soslOfBody(readBody(call))) }),
  },
};

async function answerSearch(call: RestCall, sosl: string | undefined): Promise<unknown> {
  check(call, 'search.term', sosl !== undefined, {});
  const { root, session, trace } = call;
  const { apiVersion } = pageReader(call);
  const [{ readSearch }, { runSearch }] = await loadSearch();
  const reading = { soql: sosl, options: { apiVersion, includeDeleted: false }, trace };
  const asked = readSearch(reading);
  await trace.passed('query');
  const source = new SessionSource(session);
  const searchRecords = recordsOf(await runSearch(reading, source, asked), root);
  return apiVersion >= 37 ? { searchRecords } : searchRecords;
}

function recordsOf(found: readonly Found[], root: string): unknown[] {
  return found.flatMap(({ rows, columns }) => {
    const answer = answerOf({ size: rows.length, rows, columns }, root) as { records: unknown[] };
    return answer.records;
  });
}
