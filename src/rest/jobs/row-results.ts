/** Results of rows as CSV: each row as it was sent, with what became of it (rest-data.md 6.1). */
import { Readable } from 'node:stream';
import { csvPieces } from '../../bulk/batch-rows.ts';
import { BadCsv } from '../../bulk/csv-reader.ts';
import { plainCell, quotedRow } from '../../bulk/csv-writer.ts';
import { DELIMITERS, factsOf, LINE_ENDINGS } from '../../bulk/facts.ts';
import { type RowResult, readResult } from '../../bulk/row-result.ts';
import type { Jobs } from '../../store/port.ts';
import type { RestAnswer } from '../answer.ts';
import type { FoundJob } from './job-of-path.ts';

export type ResultKind = 'successful' | 'failed' | 'unprocessed';

interface Kind {
  /** In front of the row's own columns. */
  readonly columns: readonly string[];
  /** The cells of those columns; undefined for a row that does not belong here. */
  cells(result: RowResult | undefined): readonly string[] | undefined;
}

const KINDS: Readonly<Record<ResultKind, Kind>> = {
  successful: {
    columns: ['"sf__Id"', '"sf__Created"'],
    cells: (result) => (result?.error === '' ? [result.id, String(result.isCreated)] : undefined),
  },
  failed: {
    columns: ['"sf__Id"', '"sf__Error"'],
    cells: (result) => (result && result.error !== '' ? [result.id, result.error] : undefined),
  },
  unprocessed: { columns: [], cells: (result) => (result ? undefined : []) },
};

export const CSV_TYPE = 'text/csv';

export function rowResults(jobs: Jobs, found: FoundJob, kind: ResultKind): RestAnswer {
  const content = Readable.from(lines(jobs, found, KINDS[kind]), { objectMode: false });
  return { status: 200, body: undefined, text: { type: CSV_TYPE, content } };
}

async function* lines(jobs: Jobs, { job, batches: [batch] }: FoundJob, kind: Kind): AsyncGenerator<string> {
  if (!batch) return;
  const facts = factsOf(job);
  const delimiter = DELIMITERS[facts.columnDelimiter];
  const end = LINE_ENDINGS[facts.lineEnding ?? 'LF'];
  let from = 0;
  let isFirst = true;
  try {
    for await (const { header, records } of csvPieces(jobs, batch.batchId, facts)) {
      const names = header.map((name) => plainCell(name, delimiter));
      const results = await jobs.results(batch.batchId, { from, limit: records.length });
      const rows = records.map((record, i) => {
        const text = results[i];
        const cells = kind.cells(text === undefined ? undefined : readResult(text));
        return cells === undefined ? '' : quotedRow([...cells, ...padded(record, header)], delimiter) + end;
      });
      yield (isFirst ? [...kind.columns, ...names].join(delimiter) + end : '') + rows.join('');
      isFirst = false;
      from += records.length;
    }
  } catch (error) {
    // What cannot be read was not processed, and cannot be written either.
    if (!(error instanceof BadCsv)) throw error;
  }
}

/** A row may have fewer cells than there are columns. */
function padded(record: readonly string[], header: readonly string[]): string[] {
  return header.map((_, i) => record[i] ?? '');
}
