/** Results of a batch of Bulk API 1: of each row in its order, or of a query (rest-data.md 7). */
import { Readable } from 'node:stream';
import { quotedRow } from '../../bulk/csv-writer.ts';
import { type RowResult, readResult } from '../../bulk/row-result.ts';
import { id18 } from '../../org/ids.ts';
import type { Jobs } from '../../store/port.ts';

/** Results that are read at once. */
const AT_ONCE = 500;

export function rowsAsCsv(jobs: Jobs, batchId: string): Readable {
  const line = (text: string) => {
    const { id, isCreated, error } = readResult(text);
    return quotedRow([error === '' ? id : '', String(error === ''), String(isCreated), error], ',');
  };
  return streamOf(jobs, batchId, 0, {
    head: '"Id","Success","Created","Error"\n',
    line,
    between: '',
    after: '\n',
    tail: '',
  });
}

export function rowsAsJson(jobs: Jobs, batchId: string): Readable {
  const line = (text: string) => JSON.stringify(jsonOf(readResult(text)));
  return streamOf(jobs, batchId, 0, { head: '[', line, between: ',', after: '', tail: ']' });
}

function jsonOf({ id, isCreated, error }: RowResult): unknown {
  if (error === '') return { success: true, created: isCreated, id, errors: [] };
  const [statusCode = '', ...rest] = error.slice(0, -2).split(':');
  const fields = rest.pop() ?? '';
  const message = rest.join(':');
  const names = fields.split(',').flatMap((name) => name.trim() || []);
  const one = { message, fields: names, statusCode, extendedErrorDetails: null };
  return { success: false, created: false, id: null, errors: [one] };
}

/** What a query found; the first row is the header of CSV, and empty in JSON. */
export function queryAsCsv(jobs: Jobs, batchId: string): Readable {
  return streamOf(jobs, batchId, 0, { head: '', line: (text) => text, between: '', after: '\n', tail: '' });
}

export function queryAsJson(jobs: Jobs, batchId: string): Readable {
  return streamOf(jobs, batchId, 1, { head: '[', line: (text) => text, between: ',', after: '', tail: ']' });
}

/** A query has one result, whose id is its batch's with another prefix. */
export function resultIdOf(batchId: string): string {
  return id18(`752${batchId.slice(3, 15)}`);
}

interface Form {
  readonly head: string;
  readonly line: (text: string) => string;
  readonly between: string;
  readonly after: string;
  readonly tail: string;
}

function streamOf(jobs: Jobs, batchId: string, first: number, form: Form): Readable {
  return Readable.from(pieces(jobs, batchId, first, form), { objectMode: false });
}

async function* pieces(
  jobs: Jobs,
  batchId: string,
  first: number,
  { head, line, between, after, tail }: Form,
): AsyncGenerator<string> {
  yield head;
  for (let from = first; ; from += AT_ONCE) {
    const found = await jobs.results(batchId, { from, limit: AT_ONCE });
    const lines = found.map((text) => line(text) + after).join(between);
    if (lines !== '') yield (from > first ? between : '') + lines;
    if (found.length < AT_ONCE) break;
  }
  yield tail;
}
