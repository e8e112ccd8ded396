/** The rows that paths lead to: loaded for many rows at once, kept for as long as a query runs. */
import type { DataRow, FieldDefinition, FieldValue, ObjectDefinition } from '../definition.ts';
import { NAME_OBJECT } from './name-object.ts';
import type { QuerySource } from './source.ts';

/** A row and the object that it is of. */
export interface KnownRow {
  readonly object: ObjectDefinition;
  readonly row: DataRow;
}

/** One step of a path: a reference, and the objects that it may lead to. */
export interface Step {
  readonly field: FieldDefinition;
  readonly targets: readonly ObjectDefinition[];
}

/** Which references are followed, each from where the one before it leads to. */
export class Steps {
  readonly #next = new Map<string, { readonly step: Step; readonly beyond: Steps }>();

  add(steps: readonly Step[]): void {
    const [first, ...rest] = steps;
    if (first === undefined) return;
    const known = this.#next.get(first.field.name) ?? { step: first, beyond: new Steps() };
    this.#next.set(first.field.name, known);
    known.beyond.add(rest);
  }

  get isEmpty(): boolean {
    return this.#next.size === 0;
  }

  /** The names of the references that are followed first. */
  get names(): Iterable<string> {
    return this.#next.keys();
  }

  [Symbol.iterator]() {
    return this.#next.values();
  }
}

/** Rows kept at once; when there are more, they are forgotten and loaded again where needed. */
const MOST = 20_000;
/** Ids asked for at once. */
const AT_ONCE = 200;

export class Parents {
  readonly #source: QuerySource;
  readonly #known = new Map<string, KnownRow | null>();

  constructor(source: QuerySource) {
    this.#source = source;
  }

  /** Makes {@link follow} know where these rows lead to. */
  async load(rows: readonly DataRow[], steps: Steps): Promise<void> {
    if (this.#known.size > MOST) this.#known.clear();
    await this.#loadFrom(rows, steps);
  }

  async #loadFrom(rows: readonly DataRow[], steps: Steps): Promise<void> {
    if (rows.length === 0) return;
    for (const { step, beyond } of steps) {
      const ids = new Set(rows.flatMap((row) => keyOf(row[step.field.name]) ?? []));
      for (const target of step.targets) await this.#loadRows(target, step, ids);
      if (beyond.isEmpty) continue;
      const found = [...ids].map((id) => this.#known.get(id)?.row);
      await this.#loadFrom(
        found.filter((row) => row !== undefined),
        beyond,
      );
    }
  }

  async #loadRows(object: ObjectDefinition, { targets }: Step, ids: ReadonlySet<string>): Promise<void> {
    const isOfObject = (id: string) => targets.length === 1 || id.startsWith(object.keyPrefix);
    const missing = [...ids].filter((id) => isOfObject(id) && !this.#known.has(id));
    const field = this.#source.field(object, 'Id');
    if (field === undefined) return;
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      const values = missing.slice(at, at + AT_ONCE);
      for (const id of values) this.#known.set(id, null);
      for (const row of await allRows(this.#source, object, { field, values })) {
        const key = keyOf(row.Id);
        if (key !== undefined) this.#known.set(key, { object, row });
      }
    }
  }

  /** Where a path leads to from a row; undefined where a reference is empty, or leads to what the reader may not see. */
  follow(row: DataRow, path: readonly Step[]): KnownRow | undefined {
    let at: KnownRow | undefined;
    for (const { field } of path) {
      const id = keyOf(at === undefined ? row[field.name] : visible(at, field.name));
      at = (id === undefined ? undefined : this.#known.get(id)) ?? undefined;
      if (at === undefined) return undefined;
    }
    return at;
  }
}

/** What a field of the Name object is for this row. */
export function nameValue({ object, row }: KnownRow, field: FieldDefinition): FieldValue {
  if (field.name === 'Type') return object.name;
  const own = field.isNameField ? object.fields.find(({ isNameField }) => isNameField)?.name : field.name;
  return visible({ object, row }, own ?? field.name);
}

/** A reference to several objects may lead to one whose field the reader does not see. */
function visible({ object, row }: KnownRow, name: string): FieldValue {
  return object.fields.some((field) => field.name === name) ? (row[name] ?? null) : null;
}

export function isNameObject(object: ObjectDefinition): boolean {
  return object === NAME_OBJECT;
}

/** The part of an id that names the record. */
function keyOf(id: FieldValue | undefined): string | undefined {
  return typeof id === 'string' && id !== '' ? id.slice(0, 15) : undefined;
}

/** Rows that an index finds, those in the recycle bin too: a path leads there as well. */
async function allRows(
  source: QuerySource,
  object: ObjectDefinition,
  where: { readonly field: FieldDefinition; readonly values: readonly FieldValue[] },
): Promise<DataRow[]> {
  const found: DataRow[] = [];
  let after: string | undefined;
  do {
    const page = await source.rows(object, {
      where,
      limit: AT_ONCE,
      includeDeleted: true,
      ...(after === undefined ? {} : { after }),
    });
    found.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return found;
}
