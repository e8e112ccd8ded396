/** `.npmrc` keeps npm from judging the Node of the shell, because npm scripts run on the one of package.json: it must fit. */
import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** npm runs on the first Node of the path. */
const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };

test('every package of the lock file runs on the Node that runs this', async () => {
  const judge = ['ci', '--engine-strict', '--dry-run', '--offline', '--no-audit', '--no-update-notifier'];
  const judged = promisify(execFile)('npm', judge, { cwd: ROOT, env });
  await expect(judged).resolves.toMatchObject({ stderr: '' });
});
