/** What https costs: beside http on kept connections, and whoever is served while others begin theirs. Bare Fastify does the same in the same run. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pin } from './cores.ts';
import { KeptConnections, type Posted } from './kept-connections.ts';
import { middle } from './middle.ts';
import type { Row } from './report.ts';

/** A server that is called by http and by https. */
export interface Secured {
  readonly plain: Posted;
  readonly secure: Posted;
  /** What a plain client gets meanwhile: read from memory, so that no disk is measured. */
  readonly read: string;
  /** Microseconds of processor that it has used. */
  processorTime(): Promise<number>;
}

const TURNS = 9;
const CONNECTIONS = 64;

/** @param seconds of a turn */
export async function tlsRows(bare: Secured, ours: Secured, seconds: number): Promise<Row[]> {
  const [ofBare, ofOurs] = (await inTurns([bare, ours], seconds)) as [Turn[], Turn[]];
  const target = 0.8;
  return [
    { name: 'https on kept connections, against http', ...rateRow(ofOurs, 'clock'), target },
    { name: 'the same, a second of the server on its core', ...rateRow(ofOurs, 'core'), target },
    { name: 'the latter of bare Fastify', ...rateRow(ofBare, 'core') },
    ...(await handshakeRows('new TLS connections, against 500 a second', ours, seconds, true)),
    ...(await handshakeRows('the same of bare Fastify', bare, seconds, false)),
  ];
}

/** Requests a second of the clock, and of the time that the server had a core: neighbours and the generator do not count there. */
interface Rates {
  readonly clock: number;
  readonly core: number;
}

interface Turn {
  readonly http: Rates;
  readonly https: Rates;
}

async function inTurns(servers: readonly Secured[], seconds: number): Promise<Turn[][]> {
  const opened = await Promise.all(
    servers.map(async (server) => ({
      server,
      plain: await KeptConnections.open(server.plain, CONNECTIONS),
      secure: await KeptConnections.open(server.secure, CONNECTIONS),
      turns: [] as Turn[],
    })),
  );
  for (let turn = -1; turn < TURNS; turn++) {
    for (const { server, plain, secure, turns } of opened) {
      const http = await rates(server, plain, seconds);
      const https = await rates(server, secure, seconds);
      // The first turn warms up.
      if (turn >= 0) turns.push({ http, https });
    }
  }
  for (const { plain, secure } of opened) for (const one of [plain, secure]) one.close();
  return opened.map(({ turns }) => turns);
}

async function rates(server: Secured, kept: KeptConnections, seconds: number): Promise<Rates> {
  const before = await server.processorTime();
  const begun = performance.now();
  const answered = await kept.ask(seconds);
  const took = performance.now() - begun;
  return {
    clock: answered / (took / 1000),
    core: answered / (((await server.processorTime()) - before) / 1_000_000),
  };
}

/** Of the middle turn. */
function rateRow(turns: readonly Turn[], by: keyof Rates): Omit<Row, 'name'> {
  const ratio = ({ http, https }: Turn) => https[by] / http[by];
  const { http, https } = middle(turns, ratio);
  return { unit: 'requests/s', bare: http[by], ours: https[by], ratio: https[by] / http[by], atLeast: true };
}

const CONNECTIONS_A_SECOND = 500;
const ALLOWED_MS = 50;
/** Milliseconds between two questions of the plain client. One that asks without end would itself be what the others wait for. */
const ASKS_EVERY = 2;

async function handshakeRows(
  name: string,
  server: Secured,
  seconds: number,
  isOurs: boolean,
): Promise<Row[]> {
  await open(server, seconds);
  const { rate, worst } = await open(server, seconds);
  return [
    {
      name,
      unit: 'requests/s',
      bare: CONNECTIONS_A_SECOND,
      ours: rate,
      ratio: rate / CONNECTIONS_A_SECOND,
      atLeast: true,
      ...(isOurs && { target: 0.98 }),
    },
    {
      name: `slowest answer by http meanwhile, against ${ALLOWED_MS} ms`,
      unit: 'ms',
      bare: ALLOWED_MS,
      ours: worst,
      ratio: worst / ALLOWED_MS,
      atLeast: false,
      ...(isOurs && { target: 1 }),
    },
  ];
}

/**
 * Another process opens connections, so that the one that measures is not kept from it.
 *
 * @returns how many there were a second, and the milliseconds of the slowest answer meanwhile
 */
async function open({ secure, read }: Secured, seconds: number): Promise<{ rate: number; worst: number }> {
  const script = fileURLToPath(new URL('servers/handshakes.ts', import.meta.url));
  const child = fork(script, [secure.url, String(CONNECTIONS_A_SECOND), String(seconds)]);
  pin(child, 'generator');
  const failed = once(child, 'exit').then(() => {
    throw new Error('the connections came to nothing: no number would mean anything');
  });
  const done = Promise.race([once(child, 'message'), failed]) as Promise<[{ made: number; took: number }]>;
  const times: number[] = [];
  let isOver = false;
  const ended = done
    .then(([facts]) => facts)
    .finally(() => {
      isOver = true;
    });
  while (!isOver) {
    times.push(await answerTime(read));
    await setTimeout(ASKS_EVERY);
  }
  const { made, took } = await ended;
  return { rate: made / (took / 1000), worst: Math.max(...times) };
}

async function answerTime(url: string): Promise<number> {
  const begun = performance.now();
  const [answer] = await once(request(url).end(), 'response');
  await once(answer.resume(), 'end');
  return performance.now() - begun;
}
