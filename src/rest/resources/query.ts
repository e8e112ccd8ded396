/** `GET /services/data/vNN.0/query?q=`: SOQL over the objects of the registry (identity-and-resources.md 10.3). */
import type { Resource, RestCall } from '../call.ts';
import { describeColumns } from '../soql/columns.ts';
import { readQuery } from '../soql/parse.ts';
import { findRecords, readSelection } from '../soql/run.ts';

export const query: Resource = { path: '/query', read: runQuery };

async function runQuery(call: RestCall): Promise<unknown> {
  const { access, host, parameters, root } = call;
  const soql = parameters.get('q') ?? '';
  call.trace.check('query.missing', soql !== '', {});
  const read = await readQuery(soql, call.trace);
  const { object } = read;
  const selection = readSelection(read);
  call.trace.passed('query');
  if (parameters.get('columns') === 'true') return describeColumns(object, selection);
  const found = findRecords(read, object.records({ host, org: access.org }));
  return {
    totalSize: found.length,
    done: true,
    records:
      selection === 'COUNT()'
        ? []
        : found.map((fields) => ({
            attributes: { type: object.name, url: `${root}/sobjects/${object.name}/${fields.Id}` },
            ...Object.fromEntries(selection.map(({ name }) => [name, fields[name]])),
          })),
  };
}
