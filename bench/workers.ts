/** What it costs to serve one port with several processes: `start --workers`, beside one process, each with a SQLite file of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { demoOrgs } from '../src/seed/demo.ts';
import { builtCommand } from '../test/cli/built.ts';
import { KeptConnections } from './kept-connections.ts';
import type { Row } from './report.ts';

const TURNS = 5;
const CONNECTIONS = 64;
/** Microseconds of a tick in /proc: Linux has a hundred a second. */
const TICK = 10_000;

interface Command {
  readonly url: string;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

interface Turn {
  readonly aSecond: number;
  /** Microseconds of all processes for a request. */
  readonly processor: number;
}

/** @param seconds of a turn */
export async function workersRow(seconds: number): Promise<Row> {
  const commands = [await start(1), await start(2)];
  try {
    const turns: Turn[][] = [[], []];
    for (let turn = 0; turn < TURNS; turn++)
      for (const [i, command] of commands.entries()) turns[i]?.push(await measure(command, seconds));
    const [one, two] = turns.map(medians) as [Turn, Turn];
    return {
      name: 'client_credentials by two workers, against one process',
      unit: 'requests/s',
      bare: one.aSecond,
      ours: two.aSecond,
      ratio: two.aSecond / one.aSecond,
      processor: { bare: one.processor, ours: two.processor },
      atLeast: true,
    };
  } finally {
    for (const command of commands) await command.stop();
  }
}

async function start(workers: number): Promise<Command> {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-bench-'));
  const options = ['--port', '0', '--log-level', 'silent', '--workers', String(workers)];
  const child = spawn(process.execPath, [await builtCommand(), 'start', ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const url = line.replace(/^ready (\S+).*$/, '$1');
  await takeRatesAway(url);
  return {
    url,
    pids: [Number(child.pid), ...childrenOf(child)],
    async stop() {
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

/** No real org would take so many log-ins. */
async function takeRatesAway(url: string): Promise<void> {
  const [demo] = await demoOrgs();
  const body = JSON.stringify({ settings: { loginsPerHour: 0 } });
  const { status } = await fetch(`${url}/_fauxforce/orgs/${demo?.id}`, { method: 'PATCH', body });
  if (status !== 200) throw new Error(`the rate of log-ins was not taken away: ${status}`);
}

async function measure({ url, pids }: Command, seconds: number): Promise<Turn> {
  const [demo] = await demoOrgs();
  const app = demo?.apps.find(({ name }) => name === 'Client_Credentials');
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: app?.consumerKey ?? '',
    client_secret: app?.consumerSecret ?? '',
  }).toString();
  const connections = await KeptConnections.open({ url: `${url}/services/oauth2/token`, body }, CONNECTIONS);
  try {
    const before = processorTimeOf(pids);
    const answered = await connections.ask(seconds);
    return { aSecond: answered / seconds, processor: (processorTimeOf(pids) - before) / answered };
  } finally {
    connections.close();
  }
}

function medians(turns: readonly Turn[]): Turn {
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[TURNS >> 1] ?? 0;
  return {
    aSecond: median(turns.map(({ aSecond }) => aSecond)),
    processor: median(turns.map(({ processor }) => processor)),
  };
}

/** Only Linux tells it of other processes. */
function processorTimeOf(pids: readonly number[]): number {
  if (process.platform !== 'linux') return Number.NaN;
  const ticks = pids.map((pid) => {
    const facts = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(facts[11]) + Number(facts[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) * TICK;
}

function childrenOf({ pid }: ChildProcess): number[] {
  if (process.platform !== 'linux') return [];
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}
