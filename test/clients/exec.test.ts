import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run } from '../cli/run.ts';

const LOG_IN = fileURLToPath(new URL('helpers/exec-log-in.ts', import.meta.url));

it('jsforce logs in under `fauxforce exec` and queries', async () => {
  const { code, stdout, stderr } = await run({ args: ['exec', '--', process.execPath, LOG_IN] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^true \[\{.*"Name":"Acme".*\}\]\n$/);
});

it('jsforce that is refused: its own error, and ours that explains it', async () => {
  const args = ['exec', '--app', 'Web_Server_PKCE', '--', process.execPath, LOG_IN];
  const { code, stderr } = await run({ args });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /invalid_grant: authentication failure[\s\S]*fauxforce refused 1 of 1 requests:\n✗ /,
  );
});
