/** What a process holds after a million tokens, each of which is an entry of the journal too, above what bare Fastify holds. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { residentBytes } from '../test/helpers/resident.ts';
import { Replica } from '../test/soak/replica.ts';
import { appOf, writeSeed } from '../test/soak/seed.ts';
import { startCluster } from '../test/store/postgres/cluster.ts';
import type { Row } from './report.ts';

const CONNECTIONS = 64;
/** How often is looked at the memory on the way. */
const PARTS = 20;
/** MiB above bare Fastify that are allowed, and MiB that it may grow from when its journal is full. */
const MOST = 120;
const MOST_GROWTH = 32;
const MIB = 1024 ** 2;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Two rows for each store. @param count of the requests */
export async function* memoryRows(count: number): AsyncGenerator<Row> {
  const bare = await bareHolds(count);
  for (const store of ['SQLite', 'PostgreSQL'] as const) {
    const held = await fauxforceHolds(store, count);
    const last = held.at(-1) ?? 0;
    // By then the journal is full, and the process has warmed up.
    const warm = held[PARTS / 5 - 1] ?? 0;
    console.log(
      `${store}: ${held.map((mib) => mib.toFixed(0)).join(', ')} MiB; bare Fastify: ${bare.toFixed(0)}`,
    );
    yield row(`memory after ${count} tokens, ${store}`, bare, last, MOST);
    yield row(`its growth since a fifth of them, ${store}`, warm, last, MOST_GROWTH);
  }
}

function row(what: string, bare: number, ours: number, most: number): Row {
  const name = `${what}, at most ${most} MiB more`;
  return { name, unit: 'MiB', bare, ours, ratio: (ours - bare) / most, target: 1, atLeast: false };
}

async function bareHolds(count: number): Promise<number> {
  const child: ChildProcess = fork(fileURLToPath(new URL('servers/bare.ts', import.meta.url)));
  try {
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const held = await load(() => child.pid, `${url}/token`, { grant_type: 'x' }, count);
    return held.at(-1) ?? 0;
  } finally {
    child.kill();
  }
}

async function fauxforceHolds(store: 'SQLite' | 'PostgreSQL', count: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-memory-'));
  const cluster = store === 'PostgreSQL' ? await startCluster() : undefined;
  const seed = writeSeed(folder, { loginsPerHour: 0 });
  const place = cluster?.url() ?? join(folder, 'state.db');
  const replica = new Replica({
    name: store,
    args: ['--store', place, '--seed', seed, '--quiet', '--log-level', 'error'],
    onComplaint: (line) => console.error(line),
    onEnd: (how) => console.error(how),
  });
  try {
    await replica.start();
    const form = { grant_type: 'client_credentials', ...appOf('Client_Credentials').credentials };
    return await load(() => replica.pid, `${replica.url}/services/oauth2/token`, form, count);
  } finally {
    await replica.stop();
    await cluster?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns MiB after each part */
async function load(
  pid: () => number | undefined,
  url: string,
  form: Readonly<Record<string, string>>,
  count: number,
): Promise<number[]> {
  const body = new URLSearchParams(form).toString();
  const held: number[] = [];
  for (let part = 0; part < PARTS; part++) {
    const amount = Math.ceil(count / PARTS);
    const result = await autocannon({
      url,
      method: 'POST',
      headers: FORM,
      body,
      amount,
      connections: CONNECTIONS,
      timeout: 300,
    });
    if (result['2xx'] !== amount)
      throw new Error(`${url}: ${result['2xx']} of ${amount} were answered by 2xx`);
    // What is written behind the answers is no memory of theirs.
    await setTimeout(1_000);
    held.push((residentBytes(pid()) ?? 0) / MIB);
  }
  return held;
}
