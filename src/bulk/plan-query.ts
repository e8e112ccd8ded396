/** Reads the query of a job: what SOQL has and the Bulk API has not is refused (rest-data.md 6.2). */
import type { Session } from '../data/data.ts';
import { SessionSource } from '../data/query-source.ts';
import type { Plan } from '../data/soql/plan.ts';
import type { Column } from '../data/soql/result.ts';
import { check, type Traced } from '../refusals/check.ts';

interface Wanted extends Traced {
  readonly soql: string;
  readonly apiVersion: string;
  readonly includeDeleted: boolean;
}

/** @throws Refusal */
export async function planBulkQuery(
  session: Session,
  { soql, trace, apiVersion, includeDeleted }: Wanted,
): Promise<Plan> {
  const { columnsOfPlan, prepareQuery } = await import('../data/soql/query.ts');
  const options = { apiVersion: Number(apiVersion), includeDeleted };
  const plan = prepareQuery({ soql, options, trace }, new SessionSource(session));
  const features = featuresOf(plan, columnsOfPlan(plan));
  for (const [feature, isThere] of features) check({ trace }, 'bulk.query-feature', !isThere, { feature });
  return plan;
}

function featuresOf(plan: Plan, columns: readonly Column[]): (readonly [string, boolean])[] {
  return [
    ['Aggregate Relationships', hasKind(columns, ({ kind }) => kind === 'children')],
    ['Selecting compound data', hasKind(columns, (column) => 'type' in column && column.type === 'address')],
    ['Aggregate functions and GROUP BY', plan.kind !== 'rows'],
    ['OFFSET', plan.query.offset > 0],
  ];
}

function hasKind(columns: readonly Column[], is: (column: Column) => boolean): boolean {
  return columns.some((column) => is(column) || (column.kind === 'parent' && hasKind(column.columns, is)));
}
