/** What becomes of `start --workers` when a worker hangs, cannot be begun, or ends while all stop. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { builtCommand } from '../cli/built.ts';
import { emptyFolder, type Running, startServer } from '../cli/run.ts';

interface Worker {
  readonly number: number;
  readonly pid: number;
}

async function workerOf({ url }: Pick<Running, 'url'>): Promise<Worker> {
  const answer = await fetch(`${url}/_fauxforce/health`, { headers: { connection: 'close' } });
  return ((await answer.json()) as { worker: Worker }).worker;
}

/** Waits for one that is none of these processes, and has the number of the first. */
async function another(server: Running, [first, ...others]: readonly [Worker, ...Worker[]]): Promise<Worker> {
  const before = [first, ...others].map(({ pid }) => pid);
  let found = first;
  await expect
    .poll(
      async () => {
        const worker = await workerOf(server);
        if (worker.number === first.number) found = worker;
        return before.includes(found.pid);
      },
      { timeout: 20_000, interval: 5 },
    )
    .toBe(false);
  return found;
}

/** A process that neither answers nor ends, as long as nobody kills it. */
function hang({ pid }: Worker): void {
  process.kill(pid, 'SIGSTOP');
  onTestFinished(() => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  });
}

const workers = (...more: string[]) => ['--workers', '2', '--port', '0', '--log-level', 'silent', ...more];

test('no worker begins once the command ends', async () => {
  const server = await startServer({ args: workers() });
  const first = await workerOf(server);
  process.kill(first.pid, 'SIGKILL');
  const second = await another(server, [first]);
  process.kill(second.pid, 'SIGKILL');
  await expect.poll(() => isAlive(second)).toBe(false);
  server.signal('SIGTERM');
  expect(await server.ended()).toMatchObject({ code: 0, stderr: '' });
}, 60_000);

test('a process that the system does not begin ends the command with a sentence', async () => {
  const folder = await emptyFolder();
  const main = join(folder, 'main.mjs');
  await writeFile(
    main,
    `import cluster from 'node:cluster';
if (cluster.isPrimary) process.on('SIGUSR2', () => { process.execPath = '/no/such/node'; });
await import(${JSON.stringify(pathToFileURL(await builtCommand()).href)});
`,
  );
  const server = await startServer({ args: workers(), folder, main });
  server.signal('SIGUSR2');
  const { number, pid } = await workerOf(server);
  process.kill(pid, 'SIGKILL');
  expect(await server.ended()).toMatchObject({
    code: 1,
    stderr: `fauxforce: worker ${number} ended 5 times in a row, each time within 10 seconds, at last by this: worker ${number} could not begin (spawn /no/such/node ENOENT)\n`,
  });
}, 60_000);

test('a worker that hangs keeps neither metrics nor the end of the command waiting for ever', async () => {
  const folder = await emptyFolder();
  const seed = (name: string) => writeFile(join(folder, 'seed.yaml'), `org: { name: ${name} }\n`);
  await seed('Acme');
  const server = await startServer({ args: workers('--seed', 'seed.yaml', '--watch'), folder });
  hang(await workerOf(server));
  const ask = async (path: string) => {
    const options = { headers: { connection: 'close' }, signal: AbortSignal.timeout(3_000) };
    return (await fetch(`${server.url}/_fauxforce/${path}`, options)).text();
  };
  expect(await ask('metrics')).toContain('fauxforce_store_up 1\n');
  await seed('Globex');
  await expect.poll(() => ask('orgs').catch(() => ''), { timeout: 30_000 }).toContain('Globex');
  server.signal('SIGTERM');
  expect(await server.ended()).toMatchObject({ code: 0, stderr: '' });
}, 120_000);

function isAlive({ pid }: Worker): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
