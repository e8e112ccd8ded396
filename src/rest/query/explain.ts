/** `explain=`: how a query would be answered (rest-data.md 4.1). */
import { accessOf } from '../../data/soql/find-rows.ts';
import type { Plan } from '../../data/soql/plan.ts';

/** How many rows there are is not counted for it: the cardinalities are those of an object of unknown size. */
export function explainPlan({ scope, filter }: Plan): unknown {
  const { object, source } = scope;
  const { index } = accessOf(source, object, filter.indexable);
  return {
    plans: [
      {
        cardinality: index?.values.length ?? 1,
        fields: index === undefined ? [] : [index.field.name],
        leadingOperationType: index === undefined ? 'TableScan' : 'Index',
        notes: [],
        relativeCost: index === undefined ? 1 : 0.1,
        sobjectCardinality: 1,
        sobjectType: object.name,
      },
    ],
  };
}
