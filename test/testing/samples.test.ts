/** The sample of node:test runs where it belongs: in node:test. Those of Vitest are run by this suite, the others in test/clients. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('in-node-test.ts', async () => {
  const sample = join(import.meta.dirname, '../samples/in-node-test.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', sample]);
  expect(stdout).toContain('# pass 2\n# fail 0');
});
