/** Which test file showed which row when it was run last: a line for each, so that branches which add some do not meet. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Shown {
  /** Its id, such as `rest-data 2.8/too-long`. */
  readonly row: string;
  /** Below test/, such as `rest/records.test.ts`. */
  readonly file: string;
}

export const RESULTS = fileURLToPath(new URL('results.tsv', import.meta.url));

export function readResults(): readonly Shown[] {
  const lines = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8').split('\n').filter(Boolean) : [];
  return lines.map((line) => {
    const [row = '', file = ''] = line.split('\t');
    return { row, file };
  });
}

/**
 * What is known after a run.
 *
 * @param ran files that the run went through as a whole: what they showed before counts no longer
 */
export function afterRun(
  before: readonly Shown[],
  ran: ReadonlySet<string>,
  shown: readonly Shown[],
): readonly Shown[] {
  return [...before.filter(({ file }) => !ran.has(file)), ...shown];
}

/** Sorted, each once. */
export function resultsText(shown: readonly Shown[]): string {
  const lines = new Set(shown.map(({ row, file }) => `${row}\t${file}\n`));
  return [...lines].sort().join('');
}
