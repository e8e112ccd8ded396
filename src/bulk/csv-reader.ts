/** Reads CSV (RFC 4180) piece by piece, within bounds: a record is never kept longer than it may be. */
import type { LineEnding } from './facts.ts';

/** Characters of a record, and its cells (D: limits of the Bulk API). */
const LONGEST_RECORD = 400_000;
const MOST_CELLS = 5_000;

/** What is wrong with a text; the message is what a job says of it. */
export class BadCsv extends Error {}

/** Where a cell ends, and whether its record does. */
interface Cell {
  readonly text: string;
  /** Behind the delimiter or line ending. */
  readonly next: number;
  readonly isLast: boolean;
}

export class CsvReader {
  readonly #delimiter: string;
  readonly #lineEnding: LineEnding | undefined;
  /** The beginning of a record whose end has not come. */
  #rest = '';

  /** @param lineEnding undefined: either */
  constructor(delimiter: string, lineEnding: LineEnding | undefined) {
    this.#delimiter = delimiter;
    this.#lineEnding = lineEnding;
  }

  /** @returns the records that end in this piece; empty lines are none. @throws BadCsv */
  read(piece: string): string[][] {
    return this.#records(this.#rest + piece, false);
  }

  /** @returns the last record, if it has no line ending. @throws BadCsv */
  end(): string[][] {
    return this.#records(this.#rest, true);
  }

  #records(text: string, isAll: boolean): string[][] {
    const records: string[][] = [];
    let from = 0;
    while (from < text.length) {
      const cells: string[] = [];
      const next = this.#record(text, from, isAll, cells);
      if (next === undefined) break;
      if (cells.length > 1 || cells[0] !== '') records.push(cells);
      from = next;
    }
    this.#rest = text.slice(from);
    if (this.#rest.length > LONGEST_RECORD) throw tooLong();
    return records;
  }

  /** Adds the cells of one record. @returns where the next one begins; undefined: it does not end here */
  #record(text: string, from: number, isAll: boolean, cells: string[]): number | undefined {
    for (let at = from; ; ) {
      const cell = text[at] === '"' ? this.#quoted(text, at, isAll) : this.#plain(text, at, isAll);
      if (cell === undefined) return undefined;
      cells.push(cell.text);
      if (cells.length > MOST_CELLS || cell.next - from > LONGEST_RECORD) throw tooLong();
      if (cell.isLast) return cell.next;
      at = cell.next;
    }
  }

  #plain(text: string, from: number, isAll: boolean): Cell | undefined {
    let end = from;
    while (end < text.length && text[end] !== this.#delimiter && text[end] !== '\n') {
      if (text[end] === '"') throw new BadCsv(UNESCAPED_QUOTE);
      end += 1;
    }
    if (end === text.length) return isAll ? { text: text.slice(from), next: end, isLast: true } : undefined;
    if (text[end] !== '\n') return { text: text.slice(from, end), next: end + 1, isLast: false };
    const hasReturn = end > from && text[end - 1] === '\r';
    this.#checkLineEnding(hasReturn);
    return { text: text.slice(from, hasReturn ? end - 1 : end), next: end + 1, isLast: true };
  }

  #quoted(text: string, from: number, isAll: boolean): Cell | undefined {
    let end = text.indexOf('"', from + 1);
    while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    // Whether another quote or a line ending follows is only known with the next piece.
    if (end < 0 || (!isAll && end + 2 >= text.length)) {
      if (isAll) throw new BadCsv(OPEN_QUOTE);
      return undefined;
    }
    const cell = text.slice(from + 1, end).replaceAll('""', '"');
    const after = end + 1;
    if (after === text.length) return { text: cell, next: after, isLast: true };
    if (text[after] === this.#delimiter) return { text: cell, next: after + 1, isLast: false };
    const hasReturn = text[after] === '\r' && text[after + 1] === '\n';
    if (!hasReturn && text[after] !== '\n') throw new BadCsv(UNESCAPED_QUOTE);
    this.#checkLineEnding(hasReturn);
    return { text: cell, next: after + (hasReturn ? 2 : 1), isLast: true };
  }

  #checkLineEnding(hasReturn: boolean): void {
    if (this.#lineEnding === undefined || hasReturn === (this.#lineEnding === 'CRLF')) return;
    throw new BadCsv(
      `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${this.#lineEnding}`,
    );
  }
}

const UNESCAPED_QUOTE =
  'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote';
/** Recalled, as is the next one. */
const OPEN_QUOTE = 'InvalidBatch : Failed to parse CSV. EOF reached before closing an opened quote';

function tooLong(): BadCsv {
  return new BadCsv(
    `InvalidBatch : Failed to parse CSV. A record has more than ${LONGEST_RECORD} characters or ${MOST_CELLS} fields`,
  );
}
