/** What it costs to serve one port with several processes: `start --workers`, beside one process, each with a SQLite file of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoOrgs } from '../src/seed/demo.ts';
import { Replica } from '../test/soak/replica.ts';
import { KeptConnections } from './kept-connections.ts';
import { middle } from './middle.ts';
import { familyTime } from './processes.ts';
import type { Row } from './report.ts';

const TURNS = 5;
const CONNECTIONS = 64;

interface Command {
  readonly url: string;
  /** Microseconds of all its processes so far. */
  processorTime(): number;
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
  const command = new Replica({
    name: `${workers} workers`,
    args: ['--store', join(folder, 'state.db'), '--log-level', 'silent', '--workers', String(workers)],
    onComplaint: (line) => console.error(line),
    onEnd: (how) => console.error(how),
  });
  await command.start();
  await takeRatesAway(command.url);
  return {
    url: command.url,
    processorTime: () => familyTime(command.pid),
    async stop() {
      await command.stop();
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

async function measure({ url, processorTime }: Command, seconds: number): Promise<Turn> {
  const [demo] = await demoOrgs();
  const app = demo?.apps.find(({ name }) => name === 'Client_Credentials');
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: app?.consumerKey ?? '',
    client_secret: app?.consumerSecret ?? '',
  }).toString();
  const connections = await KeptConnections.open({ url: `${url}/services/oauth2/token`, body }, CONNECTIONS);
  try {
    const before = processorTime();
    const answered = await connections.ask(seconds);
    return { aSecond: answered / seconds, processor: (processorTime() - before) / answered };
  } finally {
    connections.close();
  }
}

function medians(turns: readonly Turn[]): Turn {
  return {
    aSecond: middle(turns, ({ aSecond }) => aSecond).aSecond,
    processor: middle(turns, ({ processor }) => processor).processor,
  };
}
