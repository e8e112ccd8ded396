/**
 * The tables of records. A row is found by org, object and id, and by its keys; both trees are walked from their root, so a row costs
 * the same in a large table. The methods that write belong inside a transaction.
 */
import type {
  KeyValues,
  RecordChange,
  RecordOutcome,
  RecordPage,
  RecordProblem,
  Records,
  StoredRecord,
} from '../records.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import { RecordRows } from './record-rows.ts';
import { plannedOnce, type Statements } from './statements.ts';

interface BoundPage {
  readonly orgId: string;
  readonly object: string;
  readonly after: string;
  readonly limit: number;
  readonly includeDeleted: 0 | 1;
}

const FIELDS = 'r.object, r.record_id as id, r.fields, r.version, r.deleted_at as deletedAt';
const IN_PAGE =
  'r.record_id > :after and (:includeDeleted = 1 or r.deleted_at is null) order by r.record_id limit :limit';

export class RecordTable implements Synchronous<Records> {
  readonly kinds: Kinds<Records> = {
    find: 'grouped read',
    page: 'grouped read',
    pageOfKeys: 'grouped read',
    countOfKeys: 'grouped read',
    count: 'read',
  };
  readonly #rows: RecordRows;
  readonly #find;
  readonly #page;
  readonly #pageOfKey;
  readonly #pageOfKeys;
  readonly #countOfKeys;
  readonly #count;
  readonly #mark;
  readonly #keep;
  readonly #undo;

  constructor(db: Statements) {
    this.#rows = new RecordRows(db);
    this.#find = db.prepare<[string, string, string], FromSql<StoredRecord>>(
      `select ${FIELDS} from record r where r.org_id = ? and r.object = ? and r.record_id = ?`,
    );
    this.#page = db.prepare<[BoundPage], FromSql<StoredRecord>>(
      plannedOnce(
        `select ${FIELDS} from record r where r.org_id = :orgId and r.object = :object and ${IN_PAGE}`,
      ),
    );
    // The keys of one value stand in the order of ids: a page is read where the one before it ended.
    this.#pageOfKey = db.prepare<[BoundPage & { field: string; value: string }], FromSql<StoredRecord>>(
      plannedOnce(
        `select ${FIELDS} from record_key k
           cross join record r on r.org_id = k.org_id and r.object = k.object and r.record_id = k.record_id
         where k.org_id = :orgId and k.object = :object and k.field = :field and k.value = :value
           and k.record_id > :after and (:includeDeleted = 1 or r.deleted_at is null)
         order by k.record_id limit :limit`,
      ),
    );
    this.#pageOfKeys = db.prepare<[BoundPage & { field: string; values: string }], FromSql<StoredRecord>>(
      plannedOnce(
        `select ${FIELDS} from record r
         where r.org_id = :orgId and r.object = :object and r.record_id in (
           select k.record_id from record_key k
           where k.org_id = :orgId and k.object = :object and k.field = :field
             and k.value in (select value from json_each(:values)) and k.record_id > :after)
         and ${IN_PAGE}`,
      ),
    );
    this.#countOfKeys = db
      .prepare<[{ orgId: string; object: string; field: string; values: string; most: number }], number>(
        `select count(*) from (select 1 from record_key k
           where k.org_id = :orgId and k.object = :object and k.field = :field
             and k.value in (select value from json_each(:values)) limit :most)`,
      )
      .pluck();
    this.#count = db
      .prepare<[string, string], number>('select count(*) from record where org_id = ? and object = ?')
      .pluck();
    this.#mark = db.prepare('savepoint records');
    this.#keep = db.prepare('release records');
    this.#undo = db.prepare('rollback to records');
  }

  find(orgId: string, object: string, ids: readonly string[]): (StoredRecord | undefined)[] {
    return ids.map((id) => {
      const found = this.#find.get(orgId, object, id);
      return found && read(found);
    });
  }

  page(orgId: string, page: RecordPage): StoredRecord[] {
    return this.#page.all(bound(orgId, page)).map(read);
  }

  pageOfKeys(orgId: string, page: RecordPage & KeyValues): StoredRecord[] {
    const { field, values } = page;
    const [value, ...others] = values;
    if (value !== undefined && others.length === 0)
      return this.#pageOfKey.all({ ...bound(orgId, page), field, value }).map(read);
    return this.#pageOfKeys.all({ ...bound(orgId, page), field, values: JSON.stringify(values) }).map(read);
  }

  countOfKeys(
    orgId: string,
    { values, ...keys }: KeyValues & { readonly object: string; readonly most: number },
  ): number {
    return this.#countOfKeys.get({ orgId, ...keys, values: JSON.stringify(values) }) ?? 0;
  }

  count(orgId: string, object: string): number {
    return this.#count.get(orgId, object) ?? 0;
  }

  save(
    orgId: string,
    changes: readonly RecordChange[],
    { allOrNone, at }: { readonly allOrNone: boolean; readonly at: number },
  ): RecordOutcome[] {
    if (!allOrNone) return changes.map((change) => outcome(this.#rows.change(orgId, change, at)));
    this.#mark.run();
    const outcomes = changes.map((change) => outcome(this.#rows.change(orgId, change, at)));
    const isWhole = outcomes.every(({ done }) => done);
    if (!isWhole) this.#undo.run();
    this.#keep.run();
    return isWhole ? outcomes : outcomes.map((own) => (own.done ? ROLLED_BACK : own));
  }
}

const ROLLED_BACK: RecordOutcome = { done: false, why: { kind: 'rolled back' } };

function outcome(why: RecordProblem | undefined): RecordOutcome {
  return why ? { done: false, why } : { done: true };
}

function bound(orgId: string, { object, after = '', limit, includeDeleted }: RecordPage): BoundPage {
  return { orgId, object, after, limit, includeDeleted: includeDeleted ? 1 : 0 };
}

function read({ object, id, fields, version, deletedAt }: FromSql<StoredRecord>): StoredRecord {
  return { object, id, fields, version, deletedAt: deletedAt ?? undefined };
}
