/**
 * Answers in pages. Rows of an answer that has more than one are kept in the store as they were found, so that no change of a record
 * changes a page, and any process answers the next one.
 */
import type { Entropy } from '../../ground/entropy.ts';
import type { QueryCursors } from '../../store/port.ts';
import type { Cell, Column, QueryResult, ResultList, ResultRow } from './result.ts';

/** Who reads pages, and how. */
export interface PageReader {
  readonly cursors: QueryCursors;
  readonly entropy: Entropy;
  readonly orgId: string;
  readonly userId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Milliseconds that a locator lives after it was last used. */
  readonly lifetime: number;
  /** Rows of a page, children counted: a row with many children comes with fewer others. */
  readonly batchSize: number;
}

export interface Page {
  readonly object: string;
  readonly columns: readonly Column[];
  /** Of the whole answer. */
  readonly size: number;
  readonly rows: readonly ResultRow[];
  /** Locator of the next page; undefined: this was the last. */
  readonly next: string | undefined;
}

/** What the pages of one cursor have in common. */
interface Head {
  readonly object: string;
  readonly columns: readonly Column[];
}

const CHUNK = 200;
/** Chunks written at once. */
const AT_ONCE = 10;
/** Cursors of a user; the oldest make room (D, recalled: Salesforce has ten). */
const MOST_CURSORS = 10;

/** The first page; what lies behind it is kept. */
export async function firstPage(result: QueryResult, reader: PageReader): Promise<Page> {
  const { object, columns, size } = result;
  const keeper = new Keeper(reader);
  const cutRows = async (from: number, to: number) => keeper.cut(await result.rows(from, to), columns);
  const rows = await cutRows(0, Math.ceil(reader.batchSize / CHUNK) * CHUNK);
  const end = endOfPage(rows, reader.batchSize);
  if (end >= size || rows.length === 0) return { object, columns, size, rows, next: undefined };
  await keeper.open(keeper.family, { object, columns }, size);
  await keeper.write(keeper.family, rows, (from) => cutRows(from, from + CHUNK), size);
  return { object, columns, size, rows: rows.slice(0, end), next: `${keeper.family}-${end}` };
}

/** The page that a locator leads to; undefined for a locator that leads nowhere, not any more, or not this user. */
export async function pageAt(locator: string, reader: PageReader): Promise<Page | undefined> {
  const [, id, offset] = /^([A-Za-z0-9]{18})-(\d{1,7})$/.exec(locator) ?? [];
  if (id === undefined) return undefined;
  const { cursors, orgId, userId, at, batchSize } = reader;
  const from = Number(offset);
  const found = await cursors.find({ id, orgId, userId, at });
  if (found === undefined || from >= found.size) return undefined;
  const { size, chunk } = found;
  const first = Math.floor(from / chunk);
  const last = Math.floor((Math.min(from + batchSize, size) - 1) / chunk);
  const read = await cursors.read({ id, orgId, userId, at, first, last });
  if (read === undefined) return undefined;
  const { object, columns } = JSON.parse(read.head) as Head;
  const kept = read.chunks.flatMap((rows) => JSON.parse(rows) as ResultRow[]);
  const wanted = kept.slice(from - first * chunk, from - first * chunk + batchSize);
  const rows = wanted.slice(0, endOfPage(wanted, batchSize));
  const end = from + rows.length;
  if (end >= size) await cursors.close(id);
  return { object, columns, size, rows, next: end < size ? `${id}-${end}` : undefined };
}

/** How many rows, with their children, fit; one always does. */
function endOfPage(rows: readonly ResultRow[], batchSize: number): number {
  let room = batchSize;
  const end = rows.findIndex((row, i) => {
    room -= weight(row);
    return room < 0 && i > 0;
  });
  return end < 0 ? rows.length : end;
}

function weight({ cells }: ResultRow): number {
  return cells.reduce<number>((sum, cell) => sum + (isList(cell) ? cell.rows.length : 0), 1);
}

function isList(cell: Cell): cell is ResultList {
  return typeof cell === 'object' && cell !== null && 'rows' in cell && Array.isArray(cell.rows);
}

/** Keeps the rows of one answer, and of its long lists of children. */
class Keeper {
  readonly #reader: PageReader;
  /** The cursor of the rows themselves, which those of children belong to. */
  readonly family: string;

  constructor(reader: PageReader) {
    this.#reader = reader;
    this.family = this.#draw();
  }

  /** `0r8` and 15 letters and digits (rest-data.md 4.2). */
  #draw(): string {
    const drawn = [...this.#reader.entropy.bytes(15)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length));
    return `0r8${drawn.join('')}`;
  }

  open(id: string, head: Head, size: number): Promise<void> {
    const { cursors, orgId, userId, at, lifetime } = this.#reader;
    const cursor = {
      id,
      family: this.family,
      orgId,
      userId,
      head: headText(head),
      size,
      chunk: CHUNK,
      lifetime,
    };
    return cursors.open(cursor, { at, most: MOST_CURSORS });
  }

  /** @param rows the first ones; @param more those behind */
  async write(
    id: string,
    rows: readonly ResultRow[],
    more: (from: number) => Promise<readonly ResultRow[]>,
    size: number,
  ): Promise<void> {
    let chunks: string[] = [];
    for (let from = 0; from < size; from += CHUNK) {
      const isRead = from + CHUNK <= rows.length || rows.length === size;
      chunks.push(JSON.stringify(isRead ? rows.slice(from, from + CHUNK) : await more(from)));
      if (chunks.length < AT_ONCE && from + CHUNK < size) continue;
      await this.#reader.cursors.append(id, chunks);
      chunks = [];
    }
  }

  /** Rows with no more children in a list than a page has rows. */
  async cut(rows: readonly ResultRow[], columns: readonly Column[]): Promise<ResultRow[]> {
    if (!columns.some(({ kind }) => kind === 'children')) return [...rows];
    const cut: ResultRow[] = [];
    for (const row of rows) {
      const cells: Cell[] = [];
      for (const [i, cell] of row.cells.entries()) cells.push(await this.#cutCell(cell, columns[i]));
      cut.push({ ...row, cells });
    }
    return cut;
  }

  async #cutCell(cell: Cell, column: Column | undefined): Promise<Cell> {
    if (!isList(cell) || column?.kind !== 'children') return cell;
    const { columns } = column;
    const rows = await this.cut(cell.rows, columns);
    const { batchSize } = this.#reader;
    if (rows.length <= batchSize) return { ...cell, rows };
    const id = this.#draw();
    await this.open(id, { object: rows[0]?.type ?? '', columns }, rows.length);
    await this.write(id, rows, async () => [], rows.length);
    return { ...cell, rows: rows.slice(0, batchSize), next: `${id}-${batchSize}` };
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Values of picklists are long, and no answer says them. */
function headText(head: Head): string {
  return JSON.stringify(head, (name, value: unknown) => (name === 'picklistValues' ? [] : value));
}
