/** What becomes of a run of `npm run bench -- peers` when one of the servers fails, and of the servers when the run is ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { measurePeers } from '../../bench/peers/measure.ts';
import { GRANTS, inBench, type Peer } from '../../bench/peers/peer.ts';

/** A token server whose answer to a body is said by the source of a function. */
function peer(name: string, answer: string, others: Partial<Peer> = {}): Peer {
  const server = (port: number) => `require('node:http').createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const status = (${answer})(body);
    response.writeHead(status).end(status === 200 ? '{"refresh_token":"r"}' : 'it is broken');
  }).listen(${port}, '127.0.0.1')`;
  return {
    ...{ name, version: '1', startedWith: 'node', keeps: 'nothing' },
    program: ({ port }) => ({ command: [process.execPath, '-e', server(port)] }),
    paths: { token: '/token', authorize: '/auth' },
    asks: { access: {}, refresh: {} },
    authorize: async () => 'a code',
    ...others,
  };
}

/** A turn of it ends as soon as there are enough tokens. */
const SECONDS = 0.001;

test('what fails costs no more than what could not be measured, and is told', async () => {
  const measured = await measurePeers(
    [
      peer('no start', '() => 200', {
        program: () => ({
          command: [process.execPath, '-e', 'console.error(`no \\n way`); process.exit(3)'],
        }),
      }),
      peer('no installation', '() => 200', {
        prepare: ({ folder }) => {
          throw new Error(`neither ${folder}/a nor ${inBench('b')}`, { cause: new Error('why') });
        },
      }),
      peer('no refresh', "(body) => body.includes('refresh_token') ? 500 : 200"),
      peer('sudden end', "(body) => body.includes('a+code') ? process.exit(4) : 200"),
      peer('whole', '() => 200', { warmUps: 2 }),
    ],
    SECONDS,
  );
  const start = { time: expect.any(Number) };
  expect(measured).toMatchObject([
    { name: 'no start', grants: {}, failures: { start: 'node ended with 3: no way' } },
    { name: 'no installation', failures: { start: 'neither …/a nor …/bench/b: why' } },
    {
      name: 'no refresh',
      start,
      failures: { refresh_token: expect.stringMatching(/^\d+ tokens, \d+ refused/) },
    },
    { name: 'sudden end', start, failures: { refresh_token: expect.anything() } },
    { name: 'whole', start },
  ]);
  const grants = measured.map((one) => Object.keys(one.grants));
  expect(grants).toEqual([[], [], ['client_credentials', 'authorization_code'], [], [...GRANTS]]);
  expect(measured.map((one) => 'start' in one)).toEqual([false, false, true, true, true]);
  expect(measured[4]).not.toHaveProperty('failures');
}, 60_000);

test('servers end with the bench that started them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'process-group-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = JSON.stringify(join(folder, 'log'));
  const module = fileURLToPath(new URL('../../bench/peers/process-group.ts', import.meta.url));
  const bench = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { ProcessGroup } = await import(${JSON.stringify(module)});
    const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
    console.log(new ProcessGroup({ command: [process.execPath, '-e', stubborn] }, ${log}).child.pid);
    setInterval(() => {}, 1000);`,
  ]);
  onTestFinished(() => void bench.kill('SIGKILL'));
  const [said] = await once(bench.stdout, 'data');
  const server = Number(said);
  expect(process.kill(server, 0)).toBe(true);
  bench.kill('SIGTERM');
  expect(await once(bench, 'exit')).toEqual([143, null]);
  await expect.poll(() => isAlive(server)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
