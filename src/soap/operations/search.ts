/** search(searchString): SOSL (soap-data.md 5). */
import { SessionSource } from '../../data/query-source.ts';
import type { SessionOperation } from '../operation.ts';
import { recordElement } from '../records/write-record.ts';
import { sessionOf } from '../session.ts';
import { element } from '../xml.ts';

/** The first version whose answers have an id of the search. */
const WITH_ID = 32;

export const search: SessionOperation = {
  name: 'search',
  session: 'needed',
  parameters: ['searchString'],

  async answer(call) {
    const { api, parameters, trace, version, world } = call;
    const session = await sessionOf(call);
    const [{ readSearch }, { runSearch }] = await Promise.all([
      import('../../data/sosl/read-search.ts'),
      import('../../data/sosl/search.ts'),
    ]);
    const options = { apiVersion: version, includeDeleted: false };
    const reading = { soql: parameters.text('searchString'), options, trace };
    const asked = readSearch(reading);
    await trace.passed('query');
    const found = await runSearch(reading, new SessionSource(session), asked);
    const records = found.flatMap(({ rows, columns }) =>
      rows.map((row) => element('searchRecords', [recordElement(api, 'record', row, columns)])),
    );
    const id = version < WITH_ID ? [] : [element('queryId', world.entropy.bytes(10).toString('hex'))];
    return [element('result', [...id, ...records])];
  },
};
