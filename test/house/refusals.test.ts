/** A refusal is thrown by its name and answered in one place; a trace learns whose it is by one function. */
import { expect, test } from 'vitest';
import { sources } from './sources.ts';

function filesWith(pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

test('nobody looks into a refusal that was thrown but who answers it', () => {
  expect(filesWith(/instanceof Refusal\b/)).toEqual([
    'bulk/runner.ts',
    'console/answer.ts',
    'lab/plane/answer-problem.ts',
    'rest/composite/part.ts',
    'rest/jobs/upload.ts',
    'server/answer-error.ts',
    'soap/records/save-records.ts',
    'testing/data.ts',
  ]);
});

test('nobody but identify tells a trace whose request it is', () => {
  const assignment = /trace\.(?:org|username|isUserKnown|clientId|appKind) (?:\?\?)?=(?!=)/;
  expect(filesWith(assignment)).toEqual(['refusals/check.ts']);
});
