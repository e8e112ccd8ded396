/** `GET /services/data/vNN.0/query?q=`: SOQL over the objects of the registry (identity-and-resources.md 10.3). */
import { check } from '../../refusals/check.ts';
import type { Resource, RestCall } from '../call.ts';
import { describeColumns } from '../soql/columns.ts';
import { readQuery } from '../soql/parse.ts';
import { findRecords, readSelection } from '../soql/run.ts';

/** What stands in URLs for the id of an OauthToken, which has none (recalled). */
const NO_ID = '000000000000000AAA';

export const query: Resource = { path: '/query', read: runQuery };

async function runQuery(call: RestCall): Promise<unknown> {
  const { access, host, parameters, root, world } = call;
  const soql = parameters.get('q') ?? '';
  check(call, 'query.missing', soql !== '', {});
  const read = await readQuery(soql, call);
  const { object } = read;
  const selection = readSelection(read);
  call.trace.passed('query');
  if (parameters.get('columns') === 'true') return describeColumns(object, selection);
  const { org, user } = access;
  const found = findRecords(read, await object.records({ host, org, user, world }));
  return {
    totalSize: found.length,
    done: true,
    records:
      selection === 'COUNT()'
        ? []
        : found.map((fields) => ({
            attributes: { type: object.name, url: `${root}/sobjects/${object.name}/${fields.Id ?? NO_ID}` },
            ...Object.fromEntries(selection.map(({ name }) => [name, fields[name]])),
          })),
  };
}
