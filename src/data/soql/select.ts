/** SELECT: which cells the rows of the answer have. */
import { refuse } from '../../refusals/check.ts';
import type { ChildRelationship, ObjectDefinition } from '../definition.ts';
import { isAggregate } from './aggregates.ts';
import { bindOperand, bindPath, type Operand, type Scope } from './operand.ts';
import { type Step, Steps } from './parents.ts';
import { malformed, unsupported } from './reading.ts';
import type { Column } from './result.ts';
import type { Expression, Query, SelectItem } from './syntax.ts';

/** What a cell is made of. */
export type Selected =
  | { readonly kind: 'value'; readonly name: string; readonly operand: Operand }
  | {
      readonly kind: 'parent';
      readonly name: string;
      readonly steps: readonly Step[];
      readonly members: Selected[];
    }
  | { readonly kind: 'children'; readonly name: string; readonly query: Query };

export interface Selection {
  readonly members: readonly Selected[];
  /** The parents that must be loaded before a cell is filled. */
  readonly steps: Steps;
  /** The fields of the row itself that cells are made of. */
  readonly reads: ReadonlySet<string>;
}

/** FIELDS(ALL) and FIELDS(CUSTOM) want so small an answer. */
const MOST_ROWS_OF_ALL = 200;

/** @throws Refusal */
export function bindSelection(scope: Scope, query: Query): Selection {
  const steps = new Steps();
  const members: Selected[] = [];
  const reads = new Set(['Id']);
  const place = (operand: Operand, name: string) => {
    for (const read of operand.reads) reads.add(read);
    const home =
      operand.key.includes('(') && name !== operand.name ? members : homeOf(members, operand.steps);
    if (home.some((member) => member.name === name)) {
      malformed(
        scope.reading,
        `duplicate field selected: ${[...operand.steps.map(relationship), name].join('.')}`,
        operand.at,
      );
    }
    home.push({ kind: 'value', name, operand });
  };
  for (const item of query.select) {
    if (item.kind === 'children') {
      const name = childRelationship(scope.object, item.query)?.relationshipName ?? item.query.from.text;
      if (members.some((member) => member.name === name))
        malformed(scope.reading, `duplicate alias: ${name}`, item.query.from.at);
      members.push({ kind: 'children', name, query: item.query });
    } else if (item.kind === 'fields') {
      for (const operand of allFields(scope, query, item, steps)) place(operand, operand.name);
    } else {
      const operand = bindSelected(scope, item.expression, steps);
      if (item.alias && item.expression.kind === 'path') {
        malformed(scope.reading, 'only aggregate expressions use field aliasing', item.expression.at);
      }
      place(operand, item.alias?.text ?? operand.name);
    }
  }
  return { members, steps, reads };
}

/** What a child query follows: its name in any case, alone or behind that of its object. */
export function childRelationship(
  { childRelationships }: ObjectDefinition,
  { from }: Query,
): ChildRelationship | undefined {
  const name = from.text.split('.').at(-1)?.toLowerCase();
  return childRelationships.find(({ relationshipName }) => relationshipName?.toLowerCase() === name);
}

function bindSelected(scope: Scope, expression: Expression, steps: Steps): Operand {
  if (expression.kind === 'call') {
    const { argument, name } = expression;
    if (argument && isAggregate(argument)) unsupported(scope.reading, `${name}() of aggregate functions`);
    const isShown = name === 'TOLABEL' || name === 'FORMAT';
    if (argument && !isShown) {
      const { name: field } = bindOperand(scope, argument, steps);
      malformed(scope.reading, `Field must be grouped or aggregated: ${field}`, expression.at);
    }
  }
  return bindOperand(scope, expression, steps);
}

function* allFields(
  scope: Scope,
  query: Query,
  { group, at }: Extract<SelectItem, { kind: 'fields' }>,
  steps: Steps,
): Iterable<Operand> {
  if (group !== 'STANDARD' && (query.limit === undefined || query.limit > MOST_ROWS_OF_ALL)) {
    const problem = `The SOQL FIELDS function must have a LIMIT of at most ${MOST_ROWS_OF_ALL}`;
    refuse(scope.reading, 'query.malformed', { problem, place: undefined });
  }
  for (const { name, isCustom } of scope.object.fields) {
    if (group !== 'ALL' && isCustom !== (group === 'CUSTOM')) continue;
    yield bindPath(scope, { kind: 'path', text: name, at }, steps);
  }
}

/** The members of the parent that steps lead to: all fields of one parent stand in one record, at the place of the first. */
function homeOf(members: Selected[], steps: readonly Step[]): Selected[] {
  let home = members;
  for (const [i, step] of steps.entries()) {
    const name = relationship(step);
    const known = home.find((member) => member.name === name);
    if (known?.kind === 'parent') {
      home = known.members;
      continue;
    }
    const parent: Selected = { kind: 'parent', name, steps: steps.slice(0, i + 1), members: [] };
    home.push(parent);
    home = parent.members;
  }
  return home;
}

function relationship({ field }: Step): string {
  return field.relationshipName ?? field.name;
}

/** @param children the columns of a child query */
export function columnsOf(
  members: readonly Selected[],
  children: (query: Query) => readonly Column[],
): Column[] {
  return members.map((member): Column => {
    const { kind, name } = member;
    if (kind === 'parent') return { kind, name, columns: columnsOf(member.members, children) };
    if (kind === 'children') return { kind, name, columns: children(member.query) };
    const { type, field, key } = member.operand;
    return { kind, name, type, field: key.includes('(') ? undefined : field, isAggregate: false };
  });
}
