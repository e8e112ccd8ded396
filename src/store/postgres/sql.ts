/**
 * Statements as tagged templates. What stands in `${}` becomes a parameter, never text: one text is prepared once for a
 * connection. Columns come back in camelCase, null as undefined.
 */
import type { Client, QueryResult } from 'pg';
import { escaped } from './values.ts';

type Value = string | number | boolean | Buffer | undefined | null | readonly Value[];

/** A part of a statement: its text, and the parameters in it. */
export interface Fragment {
  readonly strings: readonly string[];
  readonly values: readonly (Value | Fragment)[];
}

type Text = TemplateStringsArray;
type Given = readonly (Value | Fragment)[];

/** @returns a part to put into statements. It must be the same text each time, as each text is kept as a prepared statement */
export function fragment(strings: Text, ...values: Given): Fragment {
  return { strings, values };
}

/** A name that is written into the text, of a table or column of ours. */
export function named(text: string): Fragment {
  return { strings: [text], values: [] };
}

/** Runs statements on one connection, in the order of the calls. */
export class Sql {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async all<Found>(strings: Text, ...values: Given): Promise<Found[]> {
    const { rows, fields } = await this.#query({ strings, values });
    const names = fields.map(({ name }) => camelCase(name));
    return (rows as unknown as readonly unknown[][]).map((row) => objectOf(names, row) as Found);
  }

  async one<Found>(strings: Text, ...values: Given): Promise<Found | undefined> {
    return (await this.all<Found>(strings, ...values))[0];
  }

  /** The first column of the first row. */
  async value<Found>(strings: Text, ...values: Given): Promise<Found | undefined> {
    const { rows } = await this.#query({ strings, values });
    return ((rows[0] as unknown as unknown[] | undefined)?.[0] as Found | null | undefined) ?? undefined;
  }

  /** The first column of every row. */
  async column<Found>(strings: Text, ...values: Given): Promise<Found[]> {
    const { rows } = await this.#query({ strings, values });
    return (rows as unknown as readonly [Found][]).map(([found]) => found);
  }

  /** @returns how many rows it wrote */
  async run(strings: Text, ...values: Given): Promise<number> {
    return (await this.#query({ strings, values })).rowCount ?? 0;
  }

  /** Runs statements without parameters, which are not kept as prepared ones. */
  async script(text: string): Promise<void> {
    await this.#client.query(text);
  }

  #query(statement: Fragment): Promise<QueryResult> {
    const values: Value[] = [];
    const text = textOf(statement, values);
    return this.#client.query({
      name: nameOf(text),
      text,
      values: values.map(escaped),
      rowMode: 'array',
    });
  }
}

/** Writes the text with `$1`, `$2`, and collects what they stand for. */
function textOf({ strings, values }: Fragment, into: Value[]): string {
  let text = strings[0] ?? '';
  values.forEach((value, i) => {
    if (isFragment(value)) text += textOf(value, into);
    else {
      into.push(value);
      text += `$${into.length}`;
    }
    text += strings[i + 1];
  });
  return text;
}

function isFragment(value: Value | Fragment): value is Fragment {
  return typeof value === 'object' && value !== null && 'strings' in value;
}

const prepared = new Map<string, string>();

/** The name by which a text is prepared. There are as many as there are statements in this folder. */
function nameOf(text: string): string {
  const known = prepared.get(text);
  if (known !== undefined) return known;
  const name = `s${prepared.size}`;
  prepared.set(text, name);
  return name;
}

function objectOf(names: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i++) object[names[i] as string] = row[i] ?? undefined;
  return object;
}

const camelCases = new Map<string, string>();

/** `secret_hash` as `secretHash`. */
function camelCase(name: string): string {
  const known = camelCases.get(name);
  if (known !== undefined) return known;
  const camel = name.replaceAll(/_[a-z]/g, (found) => found.slice(1).toUpperCase());
  camelCases.set(name, camel);
  return camel;
}
