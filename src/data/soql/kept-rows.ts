/** Rows that a query has found, until their cells are filled: only what cells are made of, in columns, as keys are. */
import type { DataRow, FieldValue } from '../definition.ts';

export class KeptRows {
  readonly #columns: readonly { readonly name: string; values: FieldValue[] }[];
  #length = 0;

  /** @param reads the fields that are kept */
  constructor(reads: Iterable<string>) {
    this.#columns = Array.from(reads, (name) => ({ name, values: [] }));
  }

  get length(): number {
    return this.#length;
  }

  add(row: DataRow): void {
    for (const { name, values } of this.#columns) values.push(row[name] ?? null);
    this.#length++;
  }

  /** Keeps those that stood at these places, in this order. */
  keep(places: Iterable<number>): void {
    const kept = [...places];
    for (const column of this.#columns) column.values = kept.map((place) => column.values[place] ?? null);
    this.#length = kept.length;
  }

  at(place: number): DataRow {
    const row: Record<string, FieldValue> = {};
    for (const { name, values } of this.#columns) row[name] = values[place] ?? null;
    return row;
  }
}
