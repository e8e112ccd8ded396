/** The data of a session as queries see it: whatever its user may not see is not there. */
import type { StoredRecord } from '../store/port.ts';
import { isView, type Session, visibleObject } from './data.ts';
import type { DataRow, FieldDefinition, FieldValue, ObjectDefinition } from './definition.ts';
import { isVisible, viewRows } from './find.ts';
import { isRecordId, wholeId } from './ids.ts';
import { folded, isIndexed, readRow } from './rows.ts';
import type { IndexedValues, QuerySource, RowPage, RowRequest } from './soql/source.ts';

export class SessionSource implements QuerySource {
  readonly #session: Session;
  readonly reader: QuerySource['reader'];
  readonly now: number;

  constructor(session: Session) {
    const { now, user } = session;
    this.#session = session;
    this.now = now;
    this.reader = {
      userId: user.id,
      timeZone: user.timezone,
      locale: user.locale,
      currency: 'USD',
      fiscalYearStartMonth: 1,
    };
  }

  object(name: string): ObjectDefinition | undefined {
    return visibleObject(this.#session, name);
  }

  searchable(): readonly ObjectDefinition[] {
    const { access, schema } = this.#session;
    return schema.objects.filter((object) => object.capabilities.has('searchable') && access(object).read);
  }

  field(object: ObjectDefinition, name: string): FieldDefinition | undefined {
    return this.#session.schema.field(object, name);
  }

  isIndexed(object: ObjectDefinition, field: FieldDefinition): boolean {
    return !isView(object) && isIndexed(field);
  }

  async countFound(
    object: ObjectDefinition,
    { field, values }: IndexedValues,
    most: number,
  ): Promise<number> {
    if (field.type === 'id') return values.length;
    const keys = {
      object: object.name,
      field: field.name,
      values: values.map((value) => keyOf(field, value)),
    };
    return this.#session.records.countOfKeys(this.#session.org.id, { ...keys, most });
  }

  async rows(object: ObjectDefinition, request: RowRequest): Promise<RowPage> {
    if (isView(object)) return this.#viewRows(object, request);
    const stored = await this.#stored(object, request);
    const rows = stored
      .map((record) => readRow(object, record).row)
      .filter((row) => isVisible(this.#session, object, row));
    return { rows, next: stored.length < request.limit ? undefined : stored.at(-1)?.id };
  }

  async #stored(object: ObjectDefinition, request: RowRequest): Promise<StoredRecord[]> {
    const { org } = this.#session;
    const { where, after, limit, includeDeleted } = request;
    const page = { object: object.name, after, limit, includeDeleted };
    if (!where) return this.#session.records.page(org.id, page);
    const { field } = where;
    if (field.type === 'id') return this.#byIds(object, request, where.values);
    const values = where.values.map((value) => keyOf(field, value));
    return this.#session.records.pageOfKeys(org.id, { ...page, field: field.name, values });
  }

  async #byIds(
    object: ObjectDefinition,
    { after = '', limit, includeDeleted }: RowRequest,
    values: readonly FieldValue[],
  ): Promise<StoredRecord[]> {
    const { org } = this.#session;
    const ids = [...new Set(values.map((value) => keyOfId(value)))].filter((id) => id > after).sort();
    const found: StoredRecord[] = [];
    for (let at = 0; at < ids.length && found.length < limit; at += limit) {
      const some = await this.#session.records.find(org.id, object.name, ids.slice(at, at + limit));
      found.push(...some.filter((own) => own !== undefined));
    }
    return found.filter(({ deletedAt }) => includeDeleted || deletedAt === undefined).slice(0, limit);
  }

  /** All of them: a view is small enough to be looked through whole. */
  async #viewRows(object: ObjectDefinition, { where }: RowRequest): Promise<RowPage> {
    const rows: readonly DataRow[] = (await viewRows(this.#session, object)).map(({ row }) => row);
    if (!where) return { rows, next: undefined };
    const { field } = where;
    const wanted = new Set(where.values.map((value) => keyOf(field, value)));
    return { rows: rows.filter((row) => wanted.has(keyOf(field, row[field.name] ?? null))), next: undefined };
  }
}

function keyOf(field: FieldDefinition, value: FieldValue): string {
  const isId = field.type === 'id' || field.type === 'reference';
  return isId ? keyOfId(value) : folded(field, value);
}

/** Ids match by their first 15 characters; what has not their form matches nothing. */
function keyOfId(value: FieldValue): string {
  const text = String(value);
  return isRecordId(text) ? wholeId(text) : '';
}
