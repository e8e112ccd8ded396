/** Asserts a whole answer and tells the report which rows of the wire facts it shows: there is no other way to name one. */
import { expect, type RunnerTestCase, TestRunner } from 'vitest';
import type { RowId } from './row.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Rows of the wire facts that the test shows if it passes. */
    rows?: readonly string[];
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

type Expected = string | RegExp;

/**
 * @param body all of it; a pattern is for what is drawn at random, and neither a dot nor an open end
 * @param headers those that the row is about; undefined: not there
 */
export function expectRow(
  rows: RowId | readonly RowId[],
  answer: Answer,
  status: number,
  body: Expected,
  headers: Readonly<Record<string, Expected | undefined>> = {},
): void {
  const found = Object.fromEntries(Object.keys(headers).map((name) => [name, answer.headers[name]]));
  expect({ status: answer.status, body: answer.body, headers: found }).toEqual({
    status,
    body: whole(body),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value && whole(value)]),
    ),
  });
  const { meta } = TestRunner.getCurrentTest<RunnerTestCase>();
  meta.rows = [...(meta.rows ?? []), ...[rows].flat()];
}

/** @throws RangeError for a pattern that would let something pass unseen */
function whole(expected: Expected): unknown {
  if (typeof expected === 'string') return expected;
  if (!/^\^.*\$$/s.test(expected.source) || /(?<!\\)(?:\.|\[\^)/.test(expected.source))
    throw new RangeError(`${expected} must match from ^ to $, without what any character passes`);
  return expect.stringMatching(expected);
}
