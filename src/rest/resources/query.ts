/** `GET /services/data/vNN.0/query?q=`: SOQL (rest-data.md 4). */
import { check } from '../../refusals/check.ts';
import type { Resource, RestCall } from '../call.ts';
import { RegistrySource } from '../objects/query-source.ts';
import { recordsOf } from '../query/answer.ts';
import { describeColumns } from '../query/columns.ts';

/** Loaded with the first query, or when there is nothing else to do. */
export function loadQueries() {
  return import('../../data/soql/query.ts');
}

export const query: Resource = { path: '/query', read: answerQuery };

async function answerQuery(call: RestCall): Promise<unknown> {
  const { access, host, parameters, root, trace, world } = call;
  const soql = parameters.get('q');
  check(call, 'query.missing', soql !== undefined, {});
  const { columnsOfPlan, prepareQuery, runQuery } = await loadQueries();
  const options = {
    apiVersion: Number.parseFloat(root.slice(root.lastIndexOf('v') + 1)),
    includeDeleted: false,
  };
  const { org, user } = access;
  const source = new RegistrySource({ host, org, user, world });
  const plan = prepareQuery({ soql, options, trace }, source);
  trace.passed('query');
  if (parameters.get('columns') === 'true') {
    return describeColumns(plan.scope.object, columnsOfPlan(plan), plan.query.groupBy.length > 0);
  }
  const result = await runQuery(plan);
  const rows = await result.rows(0, result.size);
  return { totalSize: result.size, done: true, records: recordsOf(rows, result.columns, root) };
}
