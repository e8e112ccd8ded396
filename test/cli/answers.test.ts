/** `fauxforce errors` with what the wire said, and a reader that goes early. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { builtCommand } from './built.ts';
import { run } from './run.ts';

test('an error code lists every refusal that answers with it', async () => {
  expect(await run({ args: ['errors', 'unsupported_grant_type'] })).toEqual({
    code: 0,
    stdout:
      'token.get               400 unsupported_grant_type: grant type not supported\n' +
      'grant-type.unsupported  400 unsupported_grant_type: grant type not supported\n',
    stderr: '',
  });
});

test('so does a description, whatever its case', async () => {
  const { code, stdout } = await run({ args: ['errors', '--json', 'Expired authorization code'] });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual([
    'code.spent',
    'code.expired',
    'jwt.expired',
    'saml.expired',
  ]);
});

test('one answer of several refusals cannot be run', async () => {
  expect(await run({ args: ['errors', 'invalid_grant', '--run'] })).toEqual({
    code: 2,
    stdout: '',
    stderr: "fauxforce: --run needs the name of a refusal: fauxforce errors 'invalid_grant' lists them\n",
  });
});

test('a reader that has read enough ends it quietly', async () => {
  const main = await builtCommand();
  const { stdout, stderr, status } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${main}" errors --json | head -c 10`],
    { encoding: 'utf8' },
  );
  expect({ stdout, stderr, status }).toEqual({ stdout: '[{"name":"', stderr: '', status: 0 });
});
