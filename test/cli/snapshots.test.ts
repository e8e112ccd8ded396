/** State that outlives its process: --export-on-exit, --import, and `fauxforce snapshot` on a running server. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type LabOrg, lab, tokenOf, userInfo } from '../lab/helpers.ts';
import { emptyFolder, run, startServer } from './run.ts';

const START = ['start', '--port', '0', '--store', ':memory:', '--log-level', 'error'];

it('exports on exit what the next start imports: tokens work on', { timeout: 30_000 }, async () => {
  const folder = await emptyFolder();
  const file = join(folder, 'kept', 'state.json');
  const first = await startServer({ args: [...START, '--export-on-exit', file], folder });
  const { body: made } = await lab<LabOrg>(first, 'POST', '/orgs', {});
  const token = await tokenOf(first, made.apps[0]!);
  first.signal('SIGTERM');
  expect((await first.ended()).code).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'kept')).mode & 0o777).toBe(0o700);

  const second = await startServer({ args: [...START, '--import', file], folder });
  expect(await userInfo(second, token)).toMatchObject({ organization_id: made.org.id });
});

it('refuses to start with what is no snapshot, and leaves the store alone', { timeout: 30_000 }, async () => {
  const folder = await emptyFolder();
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{"fauxforce":"snapshot","version":1,"clo');
  const other = join(folder, 'other.json');
  writeFileSync(other, '{"fauxforce":"snapshot","version":9}');
  for (const [file, message] of [
    [join(folder, 'none.json'), 'does not exist'],
    [broken, 'is no whole snapshot'],
    [other, 'The snapshot is of version 9, and this fauxforce knows 2'],
  ] as const) {
    const ended = await run({ args: [...START, '--import', file], folder });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(message);
    expect(ended.stdout).toBe('');
  }
  const unwritable = await run({ args: [...START, '--export-on-exit', folder], folder });
  expect(unwritable.code).toBe(2);
  expect(unwritable.stderr).toContain('is not a file');
});

it('fauxforce snapshot saves, restores and resets a running server', { timeout: 30_000 }, async () => {
  const server = await startServer({ args: START });
  const { folder, url } = server;
  const { body: made } = await lab<LabOrg>(server, 'POST', '/orgs', {});
  const token = await tokenOf(server, made.apps[0]!);
  const snapshot = (...args: string[]) => run({ args: ['snapshot', ...args, '--url', url], folder });
  expect(await snapshot('save', 'state.json')).toMatchObject({
    code: 0,
    stdout: 'saved in state.json; it holds secrets\n',
  });
  expect(await snapshot('reset')).toMatchObject({ code: 0, stdout: 'back to the seed\n' });
  expect(await userInfo(server, token)).toBe(403);
  expect(await snapshot('restore', 'state.json')).toMatchObject({ code: 0, stdout: 'restored state.json\n' });
  expect(await userInfo(server, token)).toMatchObject({ organization_id: made.org.id });
  expect((await snapshot('save')).stdout).toBe(readFileSync(join(folder, 'state.json'), 'utf8'));

  for (const [args, message] of [
    [['keep'], "'keep' is nothing to do with a snapshot: use save, restore or reset"],
    [['restore'], 'restore what? Give the file that save wrote'],
    [['reset', 'x'], "reset takes no file: leave 'x' out"],
    [['restore', 'none.json'], 'none.json does not exist'],
  ] as const) {
    const ended = await snapshot(...args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(message);
  }
});
