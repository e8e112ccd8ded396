/** A query bound to the data: everything that can be refused before a row is looked at has been. */
import { refuse } from '../../refusals/check.ts';
import type { ObjectDefinition } from '../definition.ts';
import { isAggregate } from './aggregates.ts';
import { compileFilter, type Filter } from './filter.ts';
import { bindGrouping, type Grouping } from './grouping.ts';
import { bindOperand, type Operand, type Scope } from './operand.ts';
import { compileOrder, type Order } from './order.ts';
import { Parents, Steps } from './parents.ts';
import { placeOfName } from './place.ts';
import { malformed, type Reading, tooComplicated, unsupported } from './reading.ts';
import { bindSelection, childRelationship, type Selection } from './select.ts';
import type { QuerySource } from './source.ts';
import type { Query } from './syntax.ts';

interface Bound {
  readonly scope: Scope;
  readonly query: Query;
  readonly filter: Filter;
  /** The parents that the filter asks for, and what rows are sorted, grouped and summed by. */
  readonly steps: Steps;
  /** The queries of semi-joins, in the order of the filter's joins. */
  readonly joins: readonly JoinPlan[];
}

/** Records, each with its cells. */
export interface RowsPlan extends Bound {
  readonly kind: 'rows';
  readonly selection: Selection;
  readonly order: Order;
  /** The queries of children, by how they were written. */
  readonly children: ReadonlyMap<Query, ChildPlan>;
}

/** `SELECT COUNT() FROM …` */
export interface CountPlan extends Bound {
  readonly kind: 'count';
}

export interface GroupsPlan extends Bound {
  readonly kind: 'groups';
  readonly grouping: Grouping;
}

export type Plan = RowsPlan | CountPlan | GroupsPlan;

export interface ChildPlan extends RowsPlan {
  /** Leads from a child to its parent. */
  readonly link: Operand;
}

export interface JoinPlan extends Bound {
  readonly kind: 'join';
  readonly selected: Operand;
}

/** @throws Refusal */
export function planQuery(reading: Reading, source: QuerySource, query: Query): Plan {
  const object = objectOf(reading, source, query);
  const scope = scopeOf(reading, source, object, query);
  if (isCount(query)) return planCount(scope, query);
  if (!isGrouped(query)) return planRows(scope, query, 0);
  const steps = new Steps();
  const bound = bindFilter(scope, query, steps);
  return { ...bound, kind: 'groups', grouping: bindGrouping(scope, query, steps) };
}

function scopeOf(reading: Reading, source: QuerySource, object: ObjectDefinition, { alias }: Query): Scope {
  return { reading, source, object, alias, parents: new Parents(source) };
}

function objectOf(reading: Reading, source: QuerySource, { from }: Query): ObjectDefinition {
  const object = source.object(from.text);
  const place = placeOfName(reading.soql, from.at);
  if (object === undefined) refuse(reading, 'query.object', { object: from.text, place });
  if (!object.capabilities.has('queryable')) refuse(reading, 'query.not-queryable', { object: object.name });
  return object;
}

function isCount({ select: [only, ...others] }: Query): boolean {
  return (
    others.length === 0 &&
    only?.kind === 'expression' &&
    isAggregate(only.expression) &&
    only.expression.argument === undefined
  );
}

function isGrouped({ select, groupBy }: Query): boolean {
  return (
    groupBy.length > 0 || select.some((item) => item.kind === 'expression' && isAggregate(item.expression))
  );
}

function planCount(scope: Scope, query: Query): CountPlan {
  if (query.groupBy.length > 0)
    malformed(scope.reading, 'Grouped query cannot use COUNT() without a field', query.at);
  return { ...bindFilter(scope, query, new Steps()), kind: 'count' };
}

function planRows(scope: Scope, query: Query, depth: number): RowsPlan {
  const steps = new Steps();
  const selection = bindSelection(scope, query);
  const bound = bindFilter(scope, query, steps);
  const order = compileOrder(scope, query.orderBy, ({ expression }) => bindOperand(scope, expression, steps));
  const children = new Map(
    selection.members.flatMap((member) =>
      member.kind === 'children'
        ? [[member.query, planChildren(scope, member.query, depth + 1)] as const]
        : [],
    ),
  );
  return { ...bound, kind: 'rows', selection, order, children };
}

/** Levels of children under a record: one, and four from version 58.0 on (SOQL reference). */
function deepest({ options }: Reading): number {
  return options.apiVersion >= 58 ? 4 : 1;
}

function planChildren(parent: Scope, query: Query, depth: number): ChildPlan {
  const { reading, source, object } = parent;
  if (depth > deepest(reading)) tooComplicated(reading, 'levels of child queries', deepest(reading));
  if (isGrouped(query)) unsupported(reading, 'aggregate functions in child queries');
  const relationship = childRelationship(object, query);
  const child = relationship && source.object(relationship.childObject);
  const field = child && source.field(child, relationship.field);
  if (child === undefined || field === undefined) {
    const place = placeOfName(reading.soql, query.from.at);
    refuse(reading, 'query.children', { relationship: query.from.text, object: object.name, place });
  }
  const scope = scopeOf(reading, source, child, query);
  const link = bindOperand(scope, { kind: 'path', text: field.name, at: query.from.at }, new Steps());
  return { ...planRows(scope, query, depth), link };
}

function bindFilter(scope: Scope, query: Query, steps: Steps): Bound {
  const filter = compileFilter(scope, withScope(scope, query), (expression) =>
    bindOperand(scope, expression, steps),
  );
  const joins = filter.joins.map((join) => planJoin(scope, join.left, join.query));
  return { scope, query, filter, steps, joins };
}

/** USING SCOPE mine: the records that the reader owns. */
function withScope({ reading, source, object }: Scope, query: Query): Query['where'] {
  if (query.scope !== 'mine') return query.where;
  const owner = source.field(object, 'OwnerId');
  if (owner === undefined) unsupported(reading, `USING SCOPE mine of ${object.name}`);
  const mine = {
    kind: 'comparison',
    left: { kind: 'path', text: 'OwnerId', at: query.from.at },
    operator: '=',
    right: [{ kind: 'text', raw: source.reader.userId, at: query.from.at }],
    at: query.from.at,
  } as const;
  return { kind: 'and', terms: query.where === undefined ? [mine] : [mine, query.where] };
}

function planJoin(outer: Scope, left: Operand, query: Query): JoinPlan {
  const { reading, source } = outer;
  const [only, ...others] = query.select;
  if (only?.kind !== 'expression' || others.length > 0 || isGrouped(query)) {
    malformed(reading, 'A semi join sub-select must select exactly one field', query.at);
  }
  const scope = scopeOf(reading, source, objectOf(reading, source, query), query);
  const steps = new Steps();
  const selected = bindOperand(scope, only.expression, steps);
  if (selected.type !== 'id' && selected.type !== 'reference') {
    malformed(
      reading,
      `The selected field in the semi join sub-select should be an id field, cannot use: '${selected.name}'`,
      selected.at,
    );
  }
  const [ours, theirs] = [referredBy(outer.object, left), referredBy(scope.object, selected)];
  if (!ours.some((name) => theirs.includes(name))) {
    const problem = `The selected field '${selected.name}' in the subquery and the left operand field in the where expression in the outer query '${left.name}' should point to the same object type`;
    malformed(reading, problem, left.at);
  }
  if (left.type === 'id' && selected.type === 'id' && outer.object === scope.object) {
    malformed(reading, 'The inner and outer selects should not be on the same object type', query.at);
  }
  return { ...bindFilter(scope, query, steps), kind: 'join', selected };
}

/** The objects whose ids stand there. */
function referredBy(object: ObjectDefinition, { field, steps }: Operand): readonly string[] {
  if (field?.type === 'reference') return field.referenceTo;
  return steps.at(-1)?.field.referenceTo ?? [object.name];
}
