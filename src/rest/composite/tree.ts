/** `/composite/tree/<object>`: records with their children, all or none (rest-data.md 5.3). */
import type { ChildRelationship, ObjectDefinition } from '../../data/definition.ts';
import type { SaveRequest, Sent } from '../../data/save/draft.ts';
import { noteErrors } from '../../data/save/entries.ts';
import { save } from '../../data/save/save.ts';
import { check, refuse } from '../../refusals/check.ts';
import { isRecord } from '../../wire/json.ts';
import type { RestAnswer } from '../answer.ts';
import type { Resource, RestCall } from '../call.ts';
import { writableObject } from '../object-of-path.ts';
import { readBody } from '../request-body.ts';
import { recordError } from './item-json.ts';
import { objectOf, recordsIn, saveMany } from './records.ts';

export const tree: Resource = { path: '/composite/tree/:object', methods: { POST: plant } };

const MOST_RECORDS = 200;
const MOST_LEVELS = 5;
const MOST_OBJECTS = 5;

interface Node {
  readonly referenceId: string;
  readonly id: string;
  readonly object: ObjectDefinition;
  readonly sent: Sent;
}

async function plant(call: RestCall): Promise<RestAnswer> {
  const object = writableObject(call, 'POST', 'createable');
  const nodes = levels(call, object, recordsIn(call, readBody(call)));
  const requests = nodes.map(
    ({ object, sent }): SaveRequest => ({ action: 'create', object, sent, text: call.body }),
  );
  const newIds = nodes.map(({ id }) => id);
  const results = await save(call.session, requests, { ...saveMany(call, true), newIds });
  noteErrors(call, results);
  const failed = nodes.flatMap(({ referenceId }, i) => {
    const errors = results[i]?.errors ?? [];
    return errors.length === 0 ? [] : [{ referenceId, errors: errors.map(recordError) }];
  });
  if (failed.length > 0) return { status: 400, body: { hasErrors: true, results: failed } };
  return {
    status: 201,
    body: { hasErrors: false, results: nodes.map(({ referenceId, id }) => ({ referenceId, id })) },
  };
}

/** A record in its place. */
interface Planned {
  readonly sent: Sent;
  /** The object that belongs there. */
  readonly type: string;
  readonly parent?: readonly [field: string, id: string];
}

interface Child {
  readonly relationship: ChildRelationship;
  readonly sent: Sent;
}

/** All records, those of one level after those of the one above. @throws Refusal */
function levels(call: RestCall, { name: root }: ObjectDefinition, roots: readonly Sent[]): readonly Node[] {
  const nodes: Node[] = [];
  const names = new Set<string>();
  let level: readonly Planned[] = roots.map((sent) => ({ sent, type: root }));
  for (let depth = 1; level.length > 0; depth++) {
    checkTree(call, depth <= MOST_LEVELS, `a tree has at most ${MOST_LEVELS} levels`);
    const next: Planned[] = [];
    for (const { sent, type, parent } of level) {
      const object = objectOf(call, sent);
      checkTree(call, object.name === type, `${object.name} stands where ${type} has its place`);
      const referenceId = referenceOf(call, sent, names);
      const id = call.session.ids.next(object.keyPrefix);
      const { own, children } = parted(call, object, sent);
      nodes.push({ referenceId, id, object, sent: parent ? { ...own, [parent[0]]: parent[1] } : own });
      for (const { relationship, sent } of children)
        next.push({ sent, type: relationship.childObject, parent: [relationship.field, id] });
    }
    checkTree(call, nodes.length + next.length <= MOST_RECORDS, `a tree has at most ${MOST_RECORDS} records`);
    level = next;
  }
  const objects = new Set(nodes.map(({ object }) => object)).size;
  checkTree(call, objects <= MOST_OBJECTS, `a tree has records of at most ${MOST_OBJECTS} objects`);
  return nodes;
}

/** Fields of a record, and its children with the field that leads back to it. */
function parted(
  call: RestCall,
  object: ObjectDefinition,
  sent: Sent,
): { readonly own: Sent; readonly children: readonly Child[] } {
  const own: Record<string, unknown> = {};
  const children: Child[] = [];
  for (const name of Object.keys(sent)) {
    const value = sent[name];
    const relationship = isRecord(value) ? relationshipOf(object, name) : undefined;
    if (!relationship || !isRecord(value)) own[name] = value;
    else children.push(...recordsIn(call, value).map((child) => ({ relationship, sent: child })));
  }
  return { own, children };
}

function relationshipOf(
  { childRelationships }: ObjectDefinition,
  name: string,
): ChildRelationship | undefined {
  return childRelationships.find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
  );
}

function referenceOf(call: RestCall, { attributes }: Sent, names: Set<string>): string {
  const name = isRecord(attributes) ? attributes.referenceId : undefined;
  if (typeof name !== 'string' || name === '')
    return refuseTree(call, 'every record has a referenceId in its attributes');
  checkTree(call, !names.has(name), `a referenceId names one record: ${name}`);
  names.add(name);
  return name;
}

function checkTree(call: RestCall, holds: boolean, demand: string): void {
  check(call, 'record.tree', holds, { demand });
}

function refuseTree(call: RestCall, demand: string): never {
  return refuse(call, 'record.tree', { demand });
}
