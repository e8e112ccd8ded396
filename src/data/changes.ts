/** What happened to the rows of an object within a time: those that changed, those that were deleted (rest-data.md 3.3). */
import { check, type Traced } from '../refusals/check.ts';
import type { StoredRecord } from '../store/port.ts';
import { isView, type Session } from './data.ts';
import type { ObjectDefinition } from './definition.ts';
import { isVisible, viewRows } from './find.ts';
import { datetimeOf, instantOf, readRow } from './rows.ts';

/** Instants: from the first on, and before the second. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MOST_DAYS = 30;

/** @throws Refusal */
export function checkPeriod(request: Traced, { now }: Session, { start, end }: Period): void {
  const oldest = now - MOST_DAYS * DAY;
  const demand = 'start must lie a minute or more before end';
  check(request, 'rest.replication-date', end - start >= MINUTE, { demand });
  check(request, 'rest.replication-date', start >= oldest, {
    demand: `start must lie within the last ${MOST_DAYS} days`,
  });
}

/** How many rows are looked at before others are served. */
const PAGE = 500;
/** How long a deleted row stays. */
const IN_RECYCLE_BIN = 15 * DAY;

/** Ids of rows that were made or changed, and are there. */
export async function changedRows(
  session: Session,
  object: ObjectDefinition,
  period: Period,
): Promise<readonly string[]> {
  if (isView(object)) {
    const rows = await viewRows(session, object);
    return rows
      .filter(({ row }) => isWithin(period, stampOf(row.SystemModstamp)))
      .map(({ row }) => String(row.Id));
  }
  const ids: string[] = [];
  for await (const stored of storedRows(session, object)) {
    const { row, isDeleted } = readRow(object, stored);
    if (!isDeleted && isWithin(period, stampOf(row.SystemModstamp)) && isVisible(session, object, row))
      ids.push(stored.id);
  }
  return ids;
}

/** Rows in the recycle bin, and when they came there. */
export async function deletedRows(
  session: Session,
  object: ObjectDefinition,
  period: Period,
): Promise<readonly { readonly id: string; readonly deletedDate: string }[]> {
  const found: { id: string; deletedDate: string }[] = [];
  if (isView(object)) return found;
  for await (const stored of storedRows(session, object)) {
    const { id, deletedAt } = stored;
    if (deletedAt === undefined || !isWithin(period, deletedAt)) continue;
    if (isVisible(session, object, readRow(object, stored).row))
      found.push({ id, deletedDate: datetimeOf(deletedAt) });
  }
  return found;
}

/** The last whole minute that is covered, and the first of which deleted rows are still there. */
export function coverage({ now }: Session, { end }: Period) {
  return {
    earliestDateAvailable: minuteOf(now - IN_RECYCLE_BIN),
    latestDateCovered: minuteOf(Math.min(end, now)),
  };
}

function minuteOf(instant: number): string {
  return datetimeOf(instant - (instant % MINUTE));
}

function stampOf(value: unknown): number | undefined {
  return typeof value === 'string' ? instantOf(value) : undefined;
}

function isWithin({ start, end }: Period, instant: number | undefined): boolean {
  return instant !== undefined && instant >= start && instant < end;
}

async function* storedRows(
  session: Session,
  { name: object }: ObjectDefinition,
): AsyncGenerator<StoredRecord> {
  let after: string | undefined;
  for (;;) {
    const page = await session.records.page(session.org.id, {
      object,
      after,
      limit: PAGE,
      includeDeleted: true,
    });
    yield* page;
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}
