/**
 * Runs the query of a batch and keeps its rows, behind a first one that is the header of the CSV. A query that was interrupted begins
 * anew.
 */
import { stopwatch } from '../ground/clock.ts';
import { Trace } from '../refusals/trace.ts';
import { textOfBatch } from './batch-rows.ts';
import { DELIMITERS } from './facts.ts';
import { planBulkQuery } from './plan-query.ts';
import { csvHeader, csvLine, jsonRecord } from './query-cells.ts';
import { JobFailure, JobStopped, type Run, type Slices, sessionOf } from './run.ts';

/** Rows that are kept at once. */
const GROUP = 200;

export async function* runQueryJob(run: Run): Slices {
  const { world, batchId, facts } = run;
  const { jobs } = world.store;
  await jobs.restart(batchId, run.hold().holder);
  const session = await sessionOf(run);
  const plan = await planBulkQuery(session, {
    soql: facts.query ?? (await textOfBatch(jobs, batchId)).trim(),
    trace: traceOf(run, session.now),
    apiVersion: facts.apiVersion,
    includeDeleted: facts.operation === 'queryAll',
  });
  const { name } = plan.scope.object;
  if (name !== facts.object) throw new JobFailure(otherObject(name, facts.object));
  yield;
  const { runQuery } = await import('../data/soql/query.ts');
  const { columns, rows, size } = await runQuery(plan);
  const delimiter = DELIMITERS[facts.columnDelimiter];
  const root = `/services/data/v${facts.apiVersion}`;
  const isJson = facts.contentType === 'JSON';
  for (let from = 0; from === 0 || from < size; from += GROUP) {
    const started = stopwatch();
    const found = await rows(from, Math.min(from + GROUP, size));
    const lines = found.map((row) =>
      isJson ? jsonRecord(row, columns, root) : csvLine(row, columns, delimiter),
    );
    const header = from === 0 ? [isJson ? '' : csvHeader(columns, delimiter)] : [];
    const outcome = await jobs.step({
      batchId,
      after: from === 0 ? 0 : from + 1,
      changes: [],
      results: [...header, ...lines],
      failed: 0,
      took: Math.round(stopwatch() - started),
      at: session.now,
      isLast: from + GROUP >= size,
      hold: run.hold(),
    });
    if (outcome.kind !== 'done') throw new JobStopped();
    yield;
  }
}

/** Queries are refused in the words of a trace; nobody's request is behind this one. */
function traceOf({ batchId }: Run, at: number): Trace {
  return new Trace({ id: batchId, at, method: 'GET', path: '', startedAt: 0 });
}

/** simple-salesforce/simple-salesforce#502 */
function otherObject(name: string, wanted: string): string {
  return `InvalidBatch : Failed to process query: INVALID_TYPE_FOR_OPERATION: The root entity of the requested query (${name}) does not match the entity of the requested Bulk API Job (${wanted}).`;
}
