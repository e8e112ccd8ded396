/**
 * Changes that are not written yet, over the records that are there: who reads through it sees them, nobody else does. All of
 * them are written at once, or none.
 */
import type {
  ChildRules,
  KeyValues,
  RecordChange,
  RecordKey,
  RecordOutcome,
  RecordPage,
  RecordProblem,
  Records,
  StoredRecord,
} from '../store/port.ts';

/** Children of one record that are looked at: more have no room in a call. */
const MOST_CHILDREN = 10_000;
const DONE: RecordOutcome = { done: true };
const CHANGED: RecordProblem = { kind: 'changed' };

interface Staged {
  readonly row: StoredRecord;
  /** Keys that it got, and those that it has no more. */
  readonly keys: readonly RecordKey[];
  readonly gone: readonly RecordKey[];
  readonly isNew: boolean;
}

type KeyPage = RecordPage & KeyValues;

export class StagedRecords implements Records {
  readonly #base: Records;
  #staged = new Map<string, Staged>();
  #changes: RecordChange[] = [];

  constructor(base: Records) {
    this.#base = base;
  }

  async find(orgId: string, object: string, ids: readonly string[]): Promise<(StoredRecord | undefined)[]> {
    const found = await this.#base.find(orgId, object, ids);
    return found.map((row, i) => this.#staged.get(`${object} ${ids[i]}`)?.row ?? row);
  }

  async page(orgId: string, page: RecordPage): Promise<StoredRecord[]> {
    return this.#merged(page, await this.#base.page(orgId, page), () => true);
  }

  async pageOfKeys(orgId: string, page: KeyPage): Promise<StoredRecord[]> {
    const found = await this.#base.pageOfKeys(orgId, page);
    const had = new Set(found.map(({ id }) => id));
    const isKey = ({ field, value }: RecordKey) => field === page.field && page.values.includes(value);
    return this.#merged(page, found, ({ row, keys, gone }) => {
      return keys.some(isKey) || (had.has(row.id) && !gone.some(isKey));
    });
  }

  /** Of those that are written: it only tells whether there are many. */
  countOfKeys(...asked: Parameters<Records['countOfKeys']>): Promise<number> {
    return this.#base.countOfKeys(...asked);
  }

  async count(orgId: string, object: string): Promise<number> {
    const made = [...this.#staged.values()].filter(({ row, isNew }) => isNew && row.object === object);
    return (await this.#base.count(orgId, object)) + made.length;
  }

  async save(
    orgId: string,
    changes: readonly RecordChange[],
    { allOrNone, at }: { readonly allOrNone: boolean; readonly at: number },
  ): Promise<RecordOutcome[]> {
    const before = { staged: new Map(this.#staged), changes: [...this.#changes] };
    const outcomes: RecordOutcome[] = [];
    for (const change of changes) {
      const why = await this.#stage(orgId, change, at);
      outcomes.push(why ? { done: false, why } : DONE);
      if (!why) this.#changes.push(change);
    }
    if (!allOrNone || outcomes.every(({ done }) => done)) return outcomes;
    this.#staged = before.staged;
    this.#changes = before.changes;
    return outcomes.map((own) => (own.done ? { done: false, why: { kind: 'rolled back' } } : own));
  }

  /** Writes everything, or nothing. @returns whether it was written: if not, somebody has changed what was read */
  async write(orgId: string, at: number): Promise<boolean> {
    if (this.#changes.length === 0) return true;
    const outcomes = await this.#base.save(orgId, this.#changes, { allOrNone: true, at });
    return outcomes.every(({ done }) => done);
  }

  /** Rows of the base with those that are staged in their place, in the order of their ids. */
  #merged(
    { object, after = '', limit, includeDeleted }: RecordPage,
    found: readonly StoredRecord[],
    belongs: (staged: Staged) => boolean,
  ): StoredRecord[] {
    const own = [...this.#staged.values()].filter(({ row }) => row.object === object);
    if (own.length === 0) return [...found];
    const last = found.length < limit ? undefined : found.at(-1)?.id;
    const ids = new Set(own.map(({ row }) => row.id));
    const staged = own.filter(
      (one) =>
        one.row.id > after &&
        (last === undefined || one.row.id <= last) &&
        (includeDeleted || one.row.deletedAt === undefined) &&
        belongs(one),
    );
    const rows = [...found.filter(({ id }) => !ids.has(id)), ...staged.map(({ row }) => row)];
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  async #stage(orgId: string, change: RecordChange, at: number): Promise<RecordProblem | undefined> {
    const { object, id } = change;
    const [row] = await this.find(orgId, object, [id]);
    switch (change.kind) {
      case 'insert': {
        if (row) return CHANGED;
        const problem = await this.#problemOf(orgId, change);
        if (problem) return problem;
        const made = { object, id, fields: change.fields, version: 1, deletedAt: undefined };
        this.#put({ row: made, keys: change.keys, gone: [], isNew: true });
        return undefined;
      }
      case 'update': {
        if (!row || row.deletedAt !== undefined || row.version !== change.seen) return CHANGED;
        const problem = await this.#problemOf(orgId, change);
        if (problem) return problem;
        this.#change(row, { fields: change.fields }, change.keys, change.gone);
        return undefined;
      }
      case 'delete':
        if (!row || row.deletedAt !== undefined || row.version !== change.seen) return CHANGED;
        return this.#delete(orgId, row, change.rules, at);
      case 'undelete': {
        if (row?.deletedAt === undefined) return CHANGED;
        const problem = await this.#problemOf(orgId, change);
        if (problem) return problem;
        this.#change(row, { deletedAt: undefined }, [], []);
        return undefined;
      }
    }
  }

  async #problemOf(
    orgId: string,
    { object, id, keys, needs }: Extract<RecordChange, { kind: 'insert' | 'update' | 'undelete' }>,
  ): Promise<RecordProblem | undefined> {
    for (const need of needs) {
      const [parent] = need.id === id ? [] : await this.find(orgId, need.object, [need.id]);
      if (!parent || parent.deletedAt !== undefined) {
        return { kind: 'reference', field: need.field, id: need.id, isDeleted: parent !== undefined };
      }
    }
    for (const { field, value, isUnique } of keys) {
      if (!isUnique) continue;
      const page = { object, field, values: [value], limit: 2, includeDeleted: false };
      const holder = (await this.pageOfKeys(orgId, page)).find((other) => other.id !== id);
      if (holder) return { kind: 'taken', field, id: holder.id };
    }
    return undefined;
  }

  /** The store follows the same rules when everything is written. */
  async #delete(
    orgId: string,
    row: StoredRecord,
    rules: ChildRules,
    at: number,
  ): Promise<RecordProblem | undefined> {
    const going = [row];
    const emptied: { readonly row: StoredRecord; readonly field: string }[] = [];
    for (let next = 0; next < going.length; next++) {
      const { object, id } = going[next] as StoredRecord;
      for (const { object: child, field, onDelete } of rules[object] ?? []) {
        const page = { object: child, field, values: [id], limit: MOST_CHILDREN, includeDeleted: false };
        const rows = (await this.pageOfKeys(orgId, page)).filter(
          (own) => !going.some((one) => one.id === own.id),
        );
        if (rows.length > 0 && onDelete === 'restrict') {
          return { kind: 'restricted', object: child, ids: rows.slice(0, 10).map((own) => own.id) };
        }
        if (onDelete === 'cascade') going.push(...rows);
        else emptied.push(...rows.map((own) => ({ row: own, field })));
      }
    }
    for (const { row: own, field } of emptied) {
      const { [field]: value, ...fields } = JSON.parse(own.fields) as Record<string, unknown>;
      this.#change(
        own,
        { fields: JSON.stringify(fields) },
        [],
        [{ field, value: String(value), isUnique: false }],
      );
    }
    for (const own of going) this.#change(own, { deletedAt: at }, [], []);
    return undefined;
  }

  #change(
    row: StoredRecord,
    changes: Partial<StoredRecord>,
    keys: readonly RecordKey[],
    gone: readonly RecordKey[],
  ): void {
    const before = this.#staged.get(`${row.object} ${row.id}`);
    const isGone = (key: RecordKey) =>
      gone.some(({ field, value }) => field === key.field && value === key.value);
    this.#put({
      row: { ...row, ...changes, version: row.version + 1 },
      keys: [...(before?.keys ?? []).filter((key) => !isGone(key)), ...keys],
      gone: [...(before?.gone ?? []), ...gone],
      isNew: before?.isNew ?? false,
    });
  }

  #put(staged: Staged): void {
    this.#staged.set(`${staged.row.object} ${staged.row.id}`, staged);
  }
}
