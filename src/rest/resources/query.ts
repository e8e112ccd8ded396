/** Queries: `/query`, `/queryAll`, and their pages (rest-data.md 4). */

import { SessionSource } from '../../data/query-source.ts';
import { firstPage, pageAt } from '../../data/soql/pages.ts';
import type { Plan } from '../../data/soql/plan.ts';
import { check, refuse } from '../../refusals/check.ts';
import type { Resource, RestCall } from '../call.ts';
import { answerOf } from '../query/answer.ts';
import { describeColumns } from '../query/columns.ts';
import { explainPlan } from '../query/explain.ts';
import { pageReader } from '../query/page-reader.ts';

let loading: Promise<typeof import('../../data/soql/query.ts')> | undefined;

/** Loaded with the first query, or when there is nothing else to do. Node takes its time to say that a module is loaded. */
export function loadQueries() {
  loading ??= import('../../data/soql/query.ts');
  return loading;
}

export const query: Resource = { path: '/query', read: (call) => answerQuery(call, false) };
/** With what is in the recycle bin. */
export const queryAll: Resource = { path: '/queryAll', read: (call) => answerQuery(call, true) };
export const queryMore: Resource = { path: '/query/:locator', read: answerMore };
export const toolingQuery: Resource = {
  path: '/tooling/query',
  read: (call) => refuse(call, 'query.unsupported', { feature: 'the Tooling API' }),
};

async function answerQuery(call: RestCall, includeDeleted: boolean): Promise<unknown> {
  const { parameters, root, trace } = call;
  const explained = parameters.get('explain');
  const soql = explained ?? parameters.get('q');
  check(call, 'query.missing', soql !== undefined, {});
  const { columnsOfPlan, runQuery } = await loadQueries();
  const plan = await planOf(call, soql, includeDeleted);
  await trace.passed('query');
  if (explained !== undefined) return explainPlan(plan);
  if (parameters.get('columns') === 'true') {
    return describeColumns(plan.scope.object, columnsOfPlan(plan), plan.query.groupBy.length > 0);
  }
  return answerOf(await firstPage(await runQuery(plan), pageReader(call)), root);
}

async function planOf(call: RestCall, soql: string, includeDeleted: boolean): Promise<Plan> {
  const { session, trace } = call;
  const { prepareQuery } = await loadQueries();
  const options = { apiVersion: pageReader(call).apiVersion, includeDeleted };
  return prepareQuery({ soql, options, trace }, new SessionSource(session));
}

async function answerMore(call: RestCall): Promise<unknown> {
  const { path, root, trace } = call;
  const locator = path.locator ?? '';
  await trace.passed('query');
  const page = await pageAt(locator, pageReader(call));
  check(call, 'query.locator', page, { locator });
  return answerOf(page, root);
}
