/**
 * The tables of records. A row is found by org, object and id, and by its keys; both trees are walked from their root, so a row costs
 * the same in a large table. The methods that write belong inside a transaction.
 */
import type { Database } from 'better-sqlite3';
import type {
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
    count: 'read',
  };
  readonly #rows: RecordRows;
  readonly #find;
  readonly #page;
  readonly #pageOfKeys;
  readonly #count;
  readonly #mark;
  readonly #keep;
  readonly #undo;

  constructor(db: Database) {
    this.#rows = new RecordRows(db);
    this.#find = db.prepare<[string, string, string], FromSql<StoredRecord>>(
      `select ${FIELDS} from record r where r.org_id = ? and r.object = ? and r.record_id = ?`,
    );
    this.#page = db.prepare<[BoundPage], FromSql<StoredRecord>>(
      `select ${FIELDS} from record r where r.org_id = :orgId and r.object = :object and ${IN_PAGE}`,
    );
    this.#pageOfKeys = db.prepare<[BoundPage & { field: string; values: string }], FromSql<StoredRecord>>(
      `select ${FIELDS} from record r
       where r.org_id = :orgId and r.object = :object and r.record_id in (
         select k.record_id from record_key k
         where k.org_id = :orgId and k.object = :object and k.field = :field
           and k.value in (select value from json_each(:values)))
       and ${IN_PAGE}`,
    );
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

  pageOfKeys(
    orgId: string,
    page: RecordPage & { readonly field: string; readonly values: readonly string[] },
  ): StoredRecord[] {
    const { field, values } = page;
    return this.#pageOfKeys.all({ ...bound(orgId, page), field, values: JSON.stringify(values) }).map(read);
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

function read({ deletedAt, ...row }: FromSql<StoredRecord>): StoredRecord {
  return { ...row, deletedAt: deletedAt ?? undefined };
}
