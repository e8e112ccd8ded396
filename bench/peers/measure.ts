/** Measures all peers side by side: their starts in turns, then their grants in turns. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import autocannon, { type Result } from 'autocannon';
import { freePort } from '../../test/helpers/free-port.ts';
import { installOnce } from '../../test/helpers/install-once.ts';
import { pin } from '../cores.ts';
import { middle } from '../middle.ts';
import { type Asked, askForToken, Load } from './load.ts';
import { GRANTS, type Grant, type Peer, type Place } from './peer.ts';
import { ProcessGroup } from './process-group.ts';

const STARTS = 3;
const TURNS = 3;
/** A turn ends when the server has had its seconds of the processor, so that neighbours make it longer and not poorer: this often longer at most. */
const LONGEST = 60;
/** Of codes, in a turn. */
const MOST_ROUNDS = 5;
/** Milliseconds between two looks at what a server has used. */
const SAMPLING = 200;
/** Milliseconds within which a server must be there: Keycloak builds itself at its first start. */
const PATIENCE = 900_000;
/** Milliseconds between two attempts to reach a server that starts. */
const PAUSE = 5;

/** Medians. Processor times are in microseconds, and not there where the system does not tell. */
export interface GrantFigures {
  /** Requests a second. */
  readonly rate: number;
  /** Of a request. */
  readonly processorTime?: number;
}

export interface StartFigures {
  /** Milliseconds from the start of the process to the first token. */
  readonly time: number;
  readonly processorTime?: number;
}

export interface PeerFigures {
  readonly name: string;
  readonly start: StartFigures;
  readonly grants: Partial<Record<Grant, GrantFigures>>;
  /** Bytes after all turns. */
  readonly resident?: number;
}

/** Seconds of the clock, and microseconds of processor: 0 where the system does not tell. */
interface Round {
  readonly tokens: number;
  readonly time: number;
  readonly processorTime: number;
}

interface Placed {
  readonly peer: Peer;
  readonly place: Place;
}

interface Running extends Placed {
  readonly group: ProcessGroup;
  readonly load: Load;
}

/**
 * @param seconds of processor that a server gets in a turn; of the clock where the system does not tell
 * @throws Error when a peer cannot be installed or started, or when anything but a token was answered
 */
export async function measurePeers(peers: readonly Peer[], seconds: number): Promise<PeerFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-peers-'));
  try {
    const placed: Placed[] = [];
    for (const [index, peer] of peers.entries())
      placed.push(await startFirst(peer, join(folder, String(index))));
    const starts = await measureStarts(placed);
    return await withAll(placed, async (running) => {
      const grants = await measureGrants(running, seconds);
      return running.map(({ peer, group }, index) => ({
        name: peer.name,
        start: starts[index] as StartFigures,
        grants: grants[index] ?? {},
        ...residentOf(group),
      }));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Installs a peer if need be, and starts it for the first time. */
async function startFirst(peer: Peer, folder: string): Promise<Placed> {
  if (peer.installation) installOnce(peer.installation);
  mkdirSync(folder);
  const [port, adminPort] = [await freePort(), await freePort()];
  const place: Place = { folder, port, adminPort, origin: `http://127.0.0.1:${port}` };
  peer.prepare?.(place);
  const group = start({ peer, place });
  try {
    await until(group, () => fetch(place.origin).then((answer) => answer.text()));
    await peer.afterFirstStart?.(place);
    await until(group, () => askForToken(peer, place));
  } finally {
    await group.stop();
  }
  return { peer, place };
}

function start({ peer, place }: Placed): ProcessGroup {
  return new ProcessGroup(peer.program(place), join(place.folder, 'log'));
}

/** Asks until there is an answer. @throws Error when the program ends before, or takes too long; its cause is the last refusal */
async function until(group: ProcessGroup, ask: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  const asking = async () => {
    for (;;) {
      try {
        return await ask();
      } catch (cause) {
        if (performance.now() > deadline) throw new Error('a server takes too long to start', { cause });
        await setTimeout(PAUSE);
      }
    }
  };
  await Promise.race([asking(), group.end()]);
}

async function measureStarts(placed: readonly Placed[]): Promise<StartFigures[]> {
  const starts = placed.map((): StartFigures[] => []);
  for (let run = 0; run < STARTS; run++) {
    for (const [index, one] of placed.entries()) starts[index]?.push(await measureStart(one));
  }
  return starts.map((runs) => middle(runs, ({ time }) => time));
}

async function measureStart(placed: Placed): Promise<StartFigures> {
  const begun = performance.now();
  const group = start(placed);
  try {
    await until(group, () => askForToken(placed.peer, placed.place));
    const time = performance.now() - begun;
    const used = group.used();
    return { time, ...(used && { processorTime: used.processorTime }) };
  } finally {
    await group.stop();
  }
}

/** Runs all of them at once, each on the server's core; whoever is not asked is idle. */
async function withAll<Value>(
  placed: readonly Placed[],
  use: (running: readonly Running[]) => Promise<Value>,
): Promise<Value> {
  const running: Running[] = [];
  try {
    for (const one of placed) {
      const group = start(one);
      running.push({ ...one, group, load: new Load(one.peer, one.place) });
      pin(group.child, 'server');
      await until(group, () => askForToken(one.peer, one.place));
    }
    pin(process, 'generator');
    return await use(running);
  } finally {
    await Promise.all(running.map(({ group }) => group.stop()));
  }
}

async function measureGrants(
  running: readonly Running[],
  seconds: number,
): Promise<Partial<Record<Grant, GrantFigures>>[]> {
  const figures = running.map((): Partial<Record<Grant, GrantFigures>> => ({}));
  for (const grant of GRANTS) {
    const turns = running.map((): GrantFigures[] => []);
    // The first warms up: JVMs compile as they go.
    for (let turn = -1; turn < TURNS; turn++) {
      for (const [index, one] of running.entries()) {
        if (one.peer.grants?.includes(grant) === false) continue;
        const figure = await takeTurn(one, grant, seconds);
        if (turn >= 0) turns[index]?.push(figure);
      }
    }
    for (const [index, taken] of turns.entries()) {
      const figure = figures[index];
      if (figure && taken.length > 0) figure[grant] = middle(taken, ({ rate }) => rate);
    }
  }
  return figures;
}

async function takeTurn(one: Running, grant: Grant, seconds: number): Promise<GrantFigures> {
  const rounds: Round[] = [];
  const total = (figure: keyof Round) => rounds.reduce((sum, round) => sum + round[figure], 0);
  // Codes are few at once.
  const most = grant === 'authorization_code' ? MOST_ROUNDS : 1;
  do rounds.push(await takeRound(one, grant, seconds));
  while (rounds.length < most && total('processorTime') < seconds * 1_000_000);
  const rate = total('tokens') / total('time');
  console.error(`${one.peer.name}, ${grant}: ${Math.round(rate)} a second`);
  const processorTime = total('processorTime') / total('tokens');
  return { rate, ...(processorTime > 0 && { processorTime }) };
}

async function takeRound({ peer, group, load }: Running, grant: Grant, seconds: number): Promise<Round> {
  const before = group.used();
  const usedSince = () => (group.used()?.processorTime ?? 0) - (before?.processorTime ?? 0);
  const asked = await load.asked(grant, before ? seconds * LONGEST : seconds);
  const fetched = usedSince();
  const result = await ask(asked, () => usedSince() - fetched > seconds * 1_000_000);
  const tokens = result['2xx'];
  if (result.non2xx + result.errors > 0 || tokens === 0)
    throw new Error(
      `${peer.name}, ${grant}: ${tokens} tokens, ${result.non2xx} refused, ${result.errors} failed`,
    );
  return { tokens, time: result.duration, processorTime: usedSince() - fetched };
}

/** Ends when it is enough, or with what was asked. */
function ask(asked: Asked, isEnough: () => boolean): Promise<Result> {
  return new Promise((resolve, reject) => {
    const instance = autocannon({ ...asked, sampleInt: SAMPLING }, (error, result) => {
      clearInterval(timer);
      if (error) reject(error);
      else resolve(result);
    });
    const timer = setInterval(() => isEnough() && instance.stop(), SAMPLING);
  });
}

function residentOf(group: ProcessGroup): { resident?: number } {
  const used = group.used();
  return used ? { resident: used.resident } : {};
}
