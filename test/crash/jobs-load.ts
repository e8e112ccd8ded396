/** Kills a server with SIGKILL while it has jobs to do and records to write, and looks at what is there afterwards. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { demoOrgs } from '../../src/seed/demo.ts';
import { start } from './start.ts';

const V = '/services/data/v60.0';
const ENDED = ['JobComplete', 'Failed', 'Aborted'];

interface Load {
  /** Rows of each job. */
  readonly rows: number;
  readonly jobs: number;
  /** How many rows of the first job are done when the server is killed, one time after the other. */
  readonly kills: readonly number[];
}

export async function killUnderLoad({ rows, jobs, kills }: Load): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-crash-jobs-'));
  const store = join(folder, 'state.db');
  let running = await start(store);
  try {
    const client = new Client(running.url, await tokenFrom(running.url));
    const names = Array.from({ length: jobs }, (_, job) => `job${job}-`);
    const ids: string[] = [];
    for (const name of names) ids.push(await client.open(name, rows));
    const written: string[] = [];
    for (const after of kills) {
      await loadUntil(client, running.child, ids, after, written);
      running = await start(store);
      client.url = running.url;
    }
    for (const [i, id] of ids.entries()) await expectWhole(client, id, names[i] as string, rows);
    for (const id of written) expect(await client.status(`${V}/sobjects/Account/${id}`), id).toBe(200);
    expect(written.length).toBeGreaterThan(0);
  } finally {
    running.child.kill('SIGKILL');
    await once(running.child, 'exit').catch(() => undefined);
    rmSync(folder, { recursive: true });
  }
}

/** Writes records until a job has come so far; every record that was answered is noted. */
async function loadUntil(
  client: Client,
  child: ChildProcess,
  ids: readonly string[],
  after: number,
  written: string[],
): Promise<void> {
  const died = once(child, 'exit');
  const writing = async () => {
    for (;;) written.push(await client.create(`rest${written.length}`));
  };
  const watching = async () => {
    for (;;) {
      const { state, numberRecordsProcessed } = await client.info(ids[0] ?? '');
      if (numberRecordsProcessed >= after || ENDED.includes(state)) child.kill('SIGKILL');
    }
  };
  const ends = await Promise.allSettled([writing(), writing(), watching()]);
  await died;
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
}

/** Every row was saved once, and the results name the records that are there. */
async function expectWhole(client: Client, id: string, name: string, rows: number): Promise<void> {
  const info = await client.ended(id);
  expect(info).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: rows, numberRecordsFailed: 0 });
  const found = await client.names(name);
  expect([found.length, new Set(found).size]).toEqual([rows, rows]);
  const results = await client.text(`${V}/jobs/ingest/${id}/successfulResults`);
  const saved = [...results.matchAll(/^"(001\w{15})","true"/gm)].map(([, own]) => own);
  expect([saved.length, new Set(saved).size]).toEqual([rows, rows]);
  expect(await client.status(`${V}/sobjects/Account/${saved[0]}`)).toBe(200);
  expect(await client.text(`${V}/jobs/ingest/${id}/failedResults`)).toBe('"sf__Id","sf__Error",Name\n');
}

async function tokenFrom(url: string): Promise<string> {
  const [org] = await demoOrgs();
  const app = org?.apps.find(({ name }) => name === 'Username_Password');
  const answer = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: app?.consumerKey ?? '',
      client_secret: app?.consumerSecret ?? '',
      username: 'ada@acme.example',
      password: 'correct-horseTok3n',
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

interface Info {
  readonly state: string;
  readonly numberRecordsProcessed: number;
}

class Client {
  url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, token: string) {
    this.url = url;
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  }

  async #send(path: string, method = 'GET', body?: string): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: this.#headers,
      ...(body === undefined ? {} : { body }),
    });
  }

  /** A job that inserts accounts, and is on its way. */
  async open(name: string, rows: number): Promise<string> {
    const wanted = JSON.stringify({ object: 'Account', operation: 'insert' });
    const { id } = (await (await this.#send(`${V}/jobs/ingest`, 'POST', wanted)).json()) as { id: string };
    const lines = Array.from({ length: rows }, (_, i) => `${name}${i}\n`);
    const path = `${V}/jobs/ingest/${id}`;
    expect((await this.#send(`${path}/batches`, 'PUT', `Name\n${lines.join('')}`)).status).toBe(201);
    expect((await this.#send(path, 'PATCH', '{"state":"UploadComplete"}')).status).toBe(200);
    return id;
  }

  async create(name: string): Promise<string> {
    const answer = await this.#send(`${V}/sobjects/Account`, 'POST', JSON.stringify({ Name: name }));
    return ((await answer.json()) as { id: string }).id;
  }

  async info(id: string): Promise<Info> {
    return (await (await this.#send(`${V}/jobs/ingest/${id}`)).json()) as Info;
  }

  async ended(id: string): Promise<Info> {
    for (;;) {
      const info = await this.info(id);
      if (ENDED.includes(info.state)) return info;
    }
  }

  async names(begin: string): Promise<string[]> {
    const names: string[] = [];
    let next: string | undefined =
      `${V}/query?q=${encodeURIComponent(`SELECT Name FROM Account WHERE Name LIKE '${begin}%'`)}`;
    while (next !== undefined) {
      const page = (await (await this.#send(next)).json()) as {
        records: { Name: string }[];
        nextRecordsUrl?: string;
      };
      names.push(...page.records.map(({ Name }) => Name));
      next = page.nextRecordsUrl;
    }
    return names;
  }

  async status(path: string): Promise<number> {
    return (await this.#send(path)).status;
  }

  async text(path: string): Promise<string> {
    return (await this.#send(path)).text();
  }
}
