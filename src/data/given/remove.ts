/** Deletes all records of an object, or of an org, as its administrator would: they lie in the recycle bin afterwards. */
import type {
  ChildRules,
  RecordChange,
  RecordOutcome,
  RecordProblem,
  StoredRecord,
} from '../../store/port.ts';
import { isView, type Session } from '../data.ts';
import type { ObjectDefinition } from '../definition.ts';
import { childRules } from '../save/change.ts';

/** Rows that are deleted in one operation; other requests are served in between. */
const AT_ONCE = 200;
/** How often rows are looked at anew that others change meanwhile. */
const MOST_TRIES = 50;

/** A test that empties an org may touch whatever is there. */
const ALL = 1_000_000_000;

/** Why an object's records stay: another object's lead to them, and must go first. */
export type Restricted = Extract<RecordProblem, { kind: 'restricted' }>;

/** @returns what stopped it; undefined when all are deleted */
export async function removeRecords(
  session: Session,
  object: ObjectDefinition,
): Promise<Restricted | undefined> {
  return removeRows(session, object, rulesWithin(session, object));
}

/** Whatever leads to a record goes with it, so no rule stops it. */
export async function removeAllRecords(session: Session): Promise<void> {
  for (const object of session.schema.objects) {
    if (!isView(object)) await removeRows(session, object, {});
  }
}

/** What happens to children of other objects. Those of the same one go anyway. */
function rulesWithin({ wholeSchema }: Session, { name }: ObjectDefinition): ChildRules {
  const rules = childRules(wholeSchema);
  return { ...rules, [name]: (rules[name] ?? []).filter(({ object }) => object !== name) };
}

async function removeRows(
  { records, org, now }: Session,
  { name: object }: ObjectDefinition,
  rules: ChildRules,
): Promise<Restricted | undefined> {
  for (let tries = 0; tries < MOST_TRIES; ) {
    const rows = await records.page(org.id, { object, limit: AT_ONCE, includeDeleted: false });
    if (rows.length === 0) return undefined;
    const changes = rows.map((row) => deletion(row, rules));
    const outcomes = await records.save(org.id, changes, { allOrNone: true, at: now });
    const restricted = outcomes.flatMap(whyOf).find((why) => why.kind === 'restricted');
    if (restricted) return restricted;
    if (outcomes.some(({ done }) => !done)) tries++;
  }
  return undefined;
}

function deletion({ object, id, version }: StoredRecord, rules: ChildRules): RecordChange {
  return { kind: 'delete', object, id, seen: version, rules, most: ALL };
}

function whyOf(outcome: RecordOutcome): RecordProblem[] {
  return outcome.done ? [] : [outcome.why];
}
