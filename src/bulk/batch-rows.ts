/** The rows of a batch: read from its data as often as they are needed, so that no job keeps them in memory. */
import type { Session } from '../data/data.ts';
import type { ObjectDefinition } from '../data/definition.ts';
import type { Sent } from '../data/save/draft.ts';
import type { Jobs } from '../store/port.ts';
import { isRecord } from '../wire/json.ts';
import { BadHeader, type Columns, readHeader } from './columns.ts';
import { BadCsv, CsvReader } from './csv-reader.ts';
import { DELIMITERS, type JobFacts } from './facts.ts';
import { JobFailure } from './run.ts';

/** A piece of the data: its header, and some of the rows in their order. */
export interface CsvPiece {
  readonly header: readonly string[];
  readonly records: readonly (readonly string[])[];
}

/** @throws BadCsv */
export async function* csvPieces(
  jobs: Jobs,
  batchId: string,
  { columnDelimiter, lineEnding }: JobFacts,
): AsyncGenerator<CsvPiece, void> {
  const reader = new CsvReader(DELIMITERS[columnDelimiter], lineEnding);
  let header: readonly string[] | undefined;
  for (let number = 0, isAll = false; !isAll; number++) {
    const text = await jobs.data(batchId, number);
    isAll = text === undefined;
    const records = text === undefined ? reader.end() : reader.read(text);
    header ??= records.shift();
    if (header) yield { header, records };
  }
}

/** Rows as a save takes them, in pieces. */
export type SentPieces = AsyncGenerator<readonly Sent[], void>;

/** Looks at all of the data before any of it is used: a row of other columns than the header, or broken CSV, spoils the batch. @throws JobFailure */
export async function* checkRows(
  jobs: Jobs,
  batchId: string,
  facts: JobFacts,
  session: Session,
  object: ObjectDefinition,
): AsyncGenerator<number, void> {
  if (facts.contentType === 'JSON') {
    yield (await jsonRows(jobs, batchId)).length;
    return;
  }
  try {
    let isFirst = true;
    for await (const { header, records } of csvPieces(jobs, batchId, facts)) {
      if (isFirst) readHeader(session, object, facts, header);
      isFirst = false;
      const long = records.find(({ length }) => length > header.length);
      if (long) throw new JobFailure(tooManyCells(long.length, header.length));
      yield records.length;
    }
  } catch (error) {
    throw error instanceof BadCsv || error instanceof BadHeader ? new JobFailure(error.message) : error;
  }
}

/** The text is ours: that of Salesforce is not known. */
function tooManyCells(cells: number, columns: number): string {
  return `InvalidBatch : Failed to parse CSV. A record has ${cells} values, and the header ${columns}`;
}

export async function* sentRows(
  jobs: Jobs,
  batchId: string,
  facts: JobFacts,
  session: Session,
  object: ObjectDefinition,
): SentPieces {
  if (facts.contentType === 'JSON') {
    yield await jsonRows(jobs, batchId);
    return;
  }
  let columns: Columns | undefined;
  for await (const { header, records } of csvPieces(jobs, batchId, facts)) {
    columns ??= readHeader(session, object, facts, header);
    yield records.map(columns.sentOf);
  }
}

/** A batch of JSON is small enough to be read at once. @throws JobFailure */
async function jsonRows(jobs: Jobs, batchId: string): Promise<readonly Sent[]> {
  const value = parsed(await textOfBatch(jobs, batchId));
  if (!Array.isArray(value) || !value.every(isRecord)) throw new JobFailure(NO_RECORDS);
  return value;
}

/** Seen where a client sends one record and no list of them (simple-salesforce/simple-salesforce#366). */
const NO_RECORDS = 'InvalidBatch : Records not processed';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JobFailure(NO_RECORDS);
  }
}

/** All of the data of a small batch. */
export async function textOfBatch(jobs: Jobs, batchId: string): Promise<string> {
  let text = '';
  for (let number = 0; ; number++) {
    const piece = await jobs.data(batchId, number);
    if (piece === undefined) return text;
    text += piece;
  }
}
