/** `start --workers`: one command, whatever happens to the processes behind it. */

import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { builtCommand } from '../cli/built.ts';
import { emptyFolder, type Running, run, startServer } from '../cli/run.ts';

const CREDENTIALS = {
  grant_type: 'client_credentials',
  client_id: '3MVG9Demo.Client_Credentials',
  client_secret: 'DEMO0CLIENT0CREDENTIALS000000000',
};

interface Worker {
  readonly number: number;
  readonly of: number;
  readonly pid: number;
}

const workers = (number: number, ...more: string[]) => ({
  args: ['--workers', String(number), '--port', '0', ...more],
});

const BODY = new URLSearchParams(CREDENTIALS).toString();
const HEAD = [
  'POST /services/oauth2/token HTTP/1.1',
  'Host: localhost',
  'Content-Type: application/x-www-form-urlencoded',
  `Content-Length: ${BODY.length}`,
  '',
].join('\r\n');
const CONFIGURATION = '/.well-known/openid-configuration';

async function issuerAt(asked: ClientRequest): Promise<string> {
  asked.end();
  const [answer] = await once(asked, 'response');
  return (JSON.parse(await text(answer)) as { issuer: string }).issuer;
}

/** A command that others can no longer begin once there is a file `broken`. */
async function breakable(folder: string): Promise<string> {
  const main = join(folder, 'main.mjs');
  const built = JSON.stringify(pathToFileURL(await builtCommand()).href);
  await writeFile(
    main,
    `import { existsSync } from 'node:fs';\nif (existsSync('broken')) process.exit(7);\nawait import(${built});\n`,
  );
  return main;
}

/** On a connection of its own, so that another worker has the next. One that nobody serves is an error. */
async function get(url: string): Promise<string> {
  const asked = request(url, { agent: false, signal: AbortSignal.timeout(30_000) });
  asked.end();
  const [answer] = await once(asked, 'response');
  return text(answer);
}

async function token(url: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': BODY.length };
  const asked = request(`${url}/services/oauth2/token`, { agent: false, method: 'POST', headers });
  asked.end(BODY);
  const [answer] = await once(asked, 'response');
  return (JSON.parse(await text(answer)) as { access_token: string }).access_token;
}

function codeOf({ code }: NodeJS.ErrnoException): string | undefined {
  return code;
}

async function workerOf(url: string): Promise<Worker> {
  return (JSON.parse(await get(`${url}/_fauxforce/health`)) as { worker: Worker }).worker;
}

/** Asks until each has answered. */
async function allWorkers({ url }: Pick<Running, 'url'>, size: number): Promise<Map<number, number>> {
  const pids = new Map<number, number>();
  await expect
    .poll(
      async () => {
        const { number, pid } = await workerOf(url);
        pids.set(number, pid);
        return pids.size;
      },
      { timeout: 20_000, interval: 1 },
    )
    .toBe(size);
  return pids;
}

/** Waits for another process of that number. */
async function another({ url }: Running, number: number, before: number): Promise<number> {
  let pid = before;
  await expect
    .poll(
      async () => {
        const worker = await workerOf(url);
        if (worker.number === number) pid = worker.pid;
        return pid;
      },
      { timeout: 20_000, interval: 5 },
    )
    .not.toBe(before);
  return pid;
}

describe('start --workers', { timeout: 120_000 }, () => {
  test('serves one port in turns, says ready once, counts for all, and answers what is under way when it ends', async () => {
    const server = await startServer(workers(2, '--tls-port', '0'));
    const [ready, secure = ''] = /^ready \S+ (\S+)\n$/.exec(server.stdout()) ?? [];
    expect([...(await allWorkers(server, 2)).keys()].sort()).toEqual([1, 2]);
    const turns = [await workerOf(server.url), await workerOf(server.url), await workerOf(server.url)];
    expect(turns.map(({ number }) => number)).toEqual([turns[0]?.number, turns[1]?.number, turns[0]?.number]);
    expect(turns[0]?.number).not.toBe(turns[1]?.number);
    for (let i = 0; i < 6; i++) expect(await token(`http://127.0.0.1:${server.port}`)).toMatch(/^00D/);
    expect(await token(`http://[::1]:${server.port}`)).toMatch(/^00D/);
    for (let i = 0; i < 3; i++)
      expect(await get(`${server.url}/_fauxforce/metrics`)).toContain(
        'fauxforce_requests_total{endpoint="token",outcome="answered"} 7\n',
      );
    const ca = await get(`${server.url}/_fauxforce/ca.pem`);
    for (const url of [secure, server.url.replace('http:', 'https:')])
      expect(await issuerAt(requestSecurely(`${url}${CONFIGURATION}`, { ca, agent: false }))).toBe(url);
    const path = `http://login.salesforce.com${CONFIGURATION}`;
    const login = 'https://login.salesforce.com';
    expect(await issuerAt(request({ port: server.port, agent: false, path }))).toBe(login);

    const socket = connect(server.port, '127.0.0.1');
    socket.write(`${HEAD}Expect: 100-continue\r\n\r\n`);
    await once(socket, 'data');
    server.signal('SIGINT');
    const refused = () => workerOf(server.url).catch(codeOf);
    await expect.poll(refused).toBe('ECONNREFUSED');
    socket.write(BODY);
    expect(String((await once(socket, 'data'))[0])).toContain('"access_token":"00D');
    const { stdout, ...ended } = await server.ended();
    expect(ended).toEqual({ code: 0, stderr: '' });
    expect(stdout.startsWith(ready ?? '')).toBe(true);
    const lines = stdout.trimEnd().split('\n').slice(1);
    expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id)).size).toBe(11);
    expect(lines).toHaveLength(11);
  });

  test('a worker that is killed under load is replaced, and nothing is lost that was answered; one that can begin no more ends all', async () => {
    const folder = await emptyFolder();
    const main = await breakable(folder);
    const server = await startServer({ ...workers(3, '--log-level', 'silent'), folder, main });
    const { url } = server;
    const victim = await workerOf(url);
    const tokens: string[] = [];
    const failures: string[] = [];
    await Promise.all(
      Array.from({ length: 150 }, async (_, i) => {
        if (i === 50) process.kill(victim.pid, 'SIGKILL');
        await token(url).then(
          (answered) => tokens.push(answered),
          (error: Error) => failures.push(error.message),
        );
      }),
    );
    // What the kernel says of a connection whose process is gone: the second where it had not read all.
    expect(failures.filter((one) => !['socket hang up', 'read ECONNRESET'].includes(one))).toEqual([]);
    expect(tokens.length).toBeGreaterThan(75);
    await another(server, victim.number, victim.pid);
    const statuses = await Promise.all(
      tokens.map(async (answered) => {
        const headers = { authorization: `Bearer ${answered}` };
        const asked = request(`${url}/services/oauth2/userinfo`, { headers });
        asked.end();
        const [answer] = await once(asked, 'response');
        answer.resume();
        return answer.statusCode;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));

    await writeFile(join(folder, 'broken'), '');
    const { number, pid } = await workerOf(url);
    process.kill(pid, 'SIGKILL');
    expect(await server.ended()).toMatchObject({
      code: 1,
      stderr: `fauxforce: worker ${number} ended 5 times in a row, each time within 10 seconds, at last by this: worker ${number} could not begin (exit code 7)\n`,
    });
  });

  test('a connection that comes while a worker ends is served or closed', async () => {
    const { url } = await startServer(workers(2));
    for (let i = 0; i < 3; i++) {
      process.kill((await workerOf(url)).pid, 'SIGKILL');
      const answers = Array.from({ length: 4 }, () => workerOf(url).then(() => 'answered', codeOf));
      expect(['answered', 'ECONNRESET']).toEqual(expect.arrayContaining(await Promise.all(answers)));
      await allWorkers({ url }, 2);
    }
  });

  test('a changed seed is what all workers have once it is told, a snapshot is written once, by all', async () => {
    const folder = await emptyFolder();
    const seed = (name: string) => writeFile(join(folder, 'seed.yaml'), `org: { name: ${name} }\n`);
    await seed('Acme');
    const server = await startServer({
      ...workers(2, '--seed', 'seed.yaml', '--watch', '--export-on-exit', 'snapshot.json'),
      folder,
    });
    const names = async () => {
      const { orgs } = JSON.parse(await get(`${server.url}/_fauxforce/orgs`)) as { orgs: { name: string }[] };
      return orgs.map(({ name }) => name);
    };
    await seed('Globex');
    await server.line(/^reloaded$/);
    expect([await names(), await names()]).toEqual([['Globex'], ['Globex']]);
    const { worker } = JSON.parse(await get(`${server.url}/_fauxforce/health`)) as { worker: Worker };
    process.kill(worker.pid, 'SIGKILL');
    await another(server, worker.number, worker.pid);
    expect([await names(), await names()]).toEqual([['Globex'], ['Globex']]);
    await fetch(`${server.url}/_fauxforce/orgs`, { method: 'POST', body: '{"org":{"name":"Made"}}' });
    server.signal('SIGTERM');
    expect(await server.ended()).toMatchObject({ code: 0, stderr: '' });
    const snapshot = JSON.parse(await readFile(join(folder, 'snapshot.json'), 'utf8')) as { orgs: object[] };
    expect(JSON.stringify(snapshot.orgs)).toContain('"Made"');
  });
});

describe('what keeps start --workers from starting is said once, with exit code 2', () => {
  const refused = async (more: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { code, stdout, stderr } = await run({ args: ['start', '--port', '0', ...more], env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };
  const NUMBER = 'is invalid. Write a number of processes from 1 to 64.\n';

  test('no number of processes', async () => {
    for (const number of ['0', '65', '2.5'])
      expect(await refused([`--workers=${number}`])).toBe(
        `fauxforce: option '--workers <number>' argument '${number}' ${NUMBER}`,
      );
    expect(await refused([], { FAUXFORCE_WORKERS: '100' })).toBe(
      `fauxforce: option '--workers <number>' value '100' from env 'FAUXFORCE_WORKERS' ${NUMBER}`,
    );
  });

  test('a store that is in the memory of one process', async () => {
    expect(await refused(['--store', ':memory:'], { FAUXFORCE_WORKERS: '2' })).toBe(
      'fauxforce: 2 workers cannot share a store in memory (--store :memory:): leave --store out, or give a file or postgres://…\n',
    );
  });

  test('a bad seed, a taken port, a store that is none', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'seed.yaml'), 'org: { nam: Acme }\n');
    const seeded = await run({ ...workers(2, '--seed', 'seed.yaml'), folder });
    expect(seeded).toMatchObject({ code: 2, stdout: '' });
    expect(seeded.stderr).toMatch(/^fauxforce: 1 problem in the seed\n.*did you mean.*\n$/);
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await refused(['--workers', '2', '--port', String(port)])).toBe(
      `fauxforce: port ${port} is taken: end what listens there, or choose another with --port (0 picks a free one)\n`,
    );
    expect((await refused(['--workers', '2', '--store', '.'])).split('\n')).toHaveLength(2);
  });
});
