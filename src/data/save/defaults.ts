/** What the server fills in when a record is made or changed (rest-data.md 2.1). */
import { id15 } from '../../org/ids.ts';
import type { Session } from '../data.ts';
import type { DataRow, ObjectDefinition } from '../definition.ts';
import { STAGES } from '../derived.ts';
import { datetimeOf } from '../rows.ts';

/** Of a new record: its defaults, then what was sent, then what the system says. */
export function newRow(session: Session, object: ObjectDefinition, id: string, sent: DataRow): DataRow {
  const now = datetimeOf(session.now);
  const own = {
    ...defaults(object),
    ...named(object, id),
    ...owned(session, object),
    ...withoutNulls(sent),
  };
  return {
    ...own,
    ...followers(object, own, {}, now),
    ...withoutNulls(sent),
    CreatedDate: now,
    CreatedById: session.user.id,
    ...seen(object, now),
    ...modified(session, now),
  };
}

/** Of a record that changes. */
export function changedRow(
  session: Session,
  object: ObjectDefinition,
  before: DataRow,
  given: DataRow,
): DataRow {
  const now = datetimeOf(session.now);
  const sent = given.Name === null ? { ...given, ...named(object, String(before.Id)) } : given;
  const after = { ...before, ...sent };
  return { ...after, ...followers(object, after, before, now), ...sent, ...modified(session, now) };
}

function modified({ user }: Session, now: string): DataRow {
  return { LastModifiedDate: now, LastModifiedById: user.id, SystemModstamp: now };
}

function owned({ user }: Session, object: ObjectDefinition): DataRow {
  return has(object, 'OwnerId') ? { OwnerId: user.id } : {};
}

/** A record of a custom object that is given no name is called by its id (recalled). */
function named({ isCustom, fields }: ObjectDefinition, id: string): DataRow {
  const name = fields.find(({ isNameField }) => isNameField);
  return isCustom && name?.autoNumber === null ? { [name.name]: id15(id) } : {};
}

/** Who makes a record has seen it. */
function seen(object: ObjectDefinition, now: string): DataRow {
  return has(object, 'LastViewedDate') ? { LastViewedDate: now, LastReferencedDate: now } : {};
}

function has({ fields }: ObjectDefinition, name: string): boolean {
  return fields.some((field) => field.name === name);
}

function defaults({ fields }: ObjectDefinition): DataRow {
  const own = fields.flatMap(({ name, defaultValue, picklistValues }) => {
    const value = picklistValues.find(({ isDefault }) => isDefault)?.value ?? defaultValue;
    return value === null || value === false ? [] : [[name, value] as const];
  });
  return Object.fromEntries(own);
}

/** A null that was sent leaves the default where a record is made. */
function withoutNulls(row: DataRow): DataRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** Fields that follow others: they change with them, unless they were sent themselves. */
function followers({ name }: ObjectDefinition, after: DataRow, before: DataRow, now: string): DataRow {
  if (name === 'Opportunity' && after.StageName !== before.StageName) return stage(after, before, now);
  if (name === 'Case' && after.Status !== before.Status) {
    return { ClosedDate: after.Status === 'Closed' ? now : null };
  }
  return {};
}

function stage({ StageName }: DataRow, before: DataRow, now: string): DataRow {
  const [probability, category] = STAGES[String(StageName)] ?? [];
  return {
    ...(probability === undefined
      ? {}
      : { Probability: probability, ForecastCategoryName: category ?? null }),
    ...(before.StageName === undefined ? {} : { LastStageChangeDate: now }),
  };
}
