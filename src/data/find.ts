/** Reads rows that a session's user may see. */
import { maySee } from './access.ts';
import { freshOrg, type Session } from './data.ts';
import type { DataRow, FieldDefinition, FieldValue, ObjectDefinition } from './definition.ts';
import { isRecordId, wholeId } from './ids.ts';
import { folded, instantOf, readRow, type StoredRow } from './rows.ts';
import { readValue, WrongJson } from './save/value.ts';
import { objectNamed } from './views/index.ts';
import type { ObjectType, RecordFields } from './views/object.ts';

/** How many rows of one external id are told: more than one is too many already. */
const MOST_OF_A_KEY = 20;
/** Rows of a key that are read in one go: a user may see the last of many. */
const AT_ONCE = 200;

/** Rows by their ids, in their order; undefined where there is none that the user may see. Those in the recycle bin too. */
export async function rowsById(
  session: Session,
  object: ObjectDefinition,
  ids: readonly string[],
): Promise<(StoredRow | undefined)[]> {
  const whole = ids.map((id) => (isRecordId(id) ? wholeId(id) : ''));
  const found = objectNamed(object.name)
    ? await viewRowsById(session, object, whole)
    : (await session.records.find(session.org.id, object.name, whole)).map(
        (stored) => stored && readRow(object, stored),
      );
  return found.map((own) => (own && isVisible(session, object, own.row) ? own : undefined));
}

/** Live rows whose field has a value; the field is one that finds rows. */
export async function rowsByKey(
  session: Session,
  object: ObjectDefinition,
  field: FieldDefinition,
  value: FieldValue,
): Promise<readonly StoredRow[]> {
  return (await lookUpKey(session, object, field, value)).rows;
}

export interface KeyRows {
  /** Those that the user may see. */
  readonly rows: readonly StoredRow[];
  /** The id of one that the user may not see. */
  readonly hiddenId: string | undefined;
}

export async function lookUpKey(
  session: Session,
  object: ObjectDefinition,
  field: FieldDefinition,
  value: FieldValue,
): Promise<KeyRows> {
  if (field.type === 'id') {
    const [row] = await rowsById(session, object, [String(value)]);
    return { rows: row && !row.isDeleted ? [row] : [], hiddenId: undefined };
  }
  const wanted = keyText(field, value);
  if (wanted === undefined) return { rows: [], hiddenId: undefined };
  if (!objectNamed(object.name)) return storedByKey(session, object, field.name, wanted);
  const all = await viewRows(session, object);
  return {
    rows: all.filter(({ row }) => folded(field, row[field.name] ?? null) === wanted),
    hiddenId: undefined,
  };
}

async function storedByKey(
  session: Session,
  object: ObjectDefinition,
  field: string,
  value: string,
): Promise<KeyRows> {
  const wanted = { object: object.name, field, values: [value], limit: AT_ONCE, includeDeleted: false };
  const rows: StoredRow[] = [];
  let hiddenId: string | undefined;
  for (let after: string | undefined = ''; after !== undefined && rows.length < MOST_OF_A_KEY; ) {
    const page = await session.records.pageOfKeys(session.org.id, { ...wanted, after });
    for (const stored of page) {
      const own = readRow(object, stored);
      if (isVisible(session, object, own.row)) rows.push(own);
      else hiddenId ??= stored.id;
    }
    after = page.length < AT_ONCE ? undefined : page.at(-1)?.id;
  }
  return { rows: rows.slice(0, MOST_OF_A_KEY), hiddenId };
}

/** What an external id is compared by, as it would be stored: `1.0` is 1. Undefined where no row can have it. */
export function keyText(field: FieldDefinition, value: FieldValue): string | undefined {
  try {
    const read = readValue(field, value);
    return read === null ? undefined : folded(field, read);
  } catch (error) {
    if (!(error instanceof WrongJson)) throw error;
    return undefined;
  }
}

/** Whether the row is the user's to see: their own, or of an object whose rows they all see. */
export function isVisible(session: Session, object: ObjectDefinition, row: DataRow): boolean {
  return maySee(session.access(object), row.OwnerId, session.user.id);
}

/** What a session has read of a view: it does not change during one call. */
interface ViewRows {
  readonly rows: readonly StoredRow[];
  readonly byId: ReadonlyMap<unknown, StoredRow>;
}

const viewsRead = new WeakMap<Session, Map<ObjectDefinition, Promise<ViewRows>>>();

/** For who has changed the org. */
export function forgetViews(session: Session): void {
  viewsRead.delete(session);
  rowsRead.delete(session);
}

/** All rows of a view. Their version is when they last changed: nobody saves them. */
export async function viewRows(session: Session, object: ObjectDefinition): Promise<readonly StoredRow[]> {
  return (await readView(session, object)).rows;
}

function readView(session: Session, object: ObjectDefinition): Promise<ViewRows> {
  const known = viewsRead.get(session) ?? new Map<ObjectDefinition, Promise<ViewRows>>();
  viewsRead.set(session, known);
  const read = known.get(object) ?? readWholeView(session, object);
  known.set(object, read);
  return read;
}

async function readWholeView(session: Session, object: ObjectDefinition): Promise<ViewRows> {
  const view = objectNamed(object.name);
  const records = (await view?.records({ ...session, org: freshOrg(session) })) ?? [];
  const rows = records.map(viewRow);
  return { rows, byId: new Map(rows.map((own) => [own.row.Id, own])) };
}

function viewRow(record: RecordFields): StoredRow {
  const row = withoutCompounds(record);
  const changed = row.SystemModstamp ?? row.LastModifiedDate;
  return { row, version: typeof changed === 'string' ? instantOf(changed) : 0, isDeleted: false };
}

async function viewRowsById(
  session: Session,
  object: ObjectDefinition,
  ids: readonly string[],
): Promise<(StoredRow | undefined)[]> {
  const view = objectNamed(object.name);
  if (view?.record) return ids.map((id) => rowOfView(session, view, id));
  const { byId } = await readView(session, object);
  return ids.map((id) => byId.get(id));
}

/** What a session has read of views one by one: the records of a call often have one owner. */
const rowsRead = new WeakMap<Session, Map<string, StoredRow | undefined>>();

function rowOfView(session: Session, view: ObjectType, id: string): StoredRow | undefined {
  const known = rowsRead.get(session) ?? new Map<string, StoredRow | undefined>();
  rowsRead.set(session, known);
  if (known.has(id)) return known.get(id);
  const record = view.record?.({ ...session, org: freshOrg(session) }, id);
  const row = record && viewRow(record);
  known.set(id, row);
  return row;
}

function withoutCompounds(record: RecordFields): DataRow {
  const simple = Object.entries(record).filter(([, value]) => typeof value !== 'object' || value === null);
  return Object.fromEntries(simple) as DataRow;
}
