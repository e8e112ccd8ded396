/** Measures all peers side by side: their starts in turns, then their grants in turns. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../test/helpers/free-port.ts';
import { installOnce } from '../../test/helpers/install-once.ts';
import { isThere } from '../../test/languages/language.ts';
import { pin } from '../cores.ts';
import { middle } from '../middle.ts';
import { askForToken, Load } from './load.ts';
import { GRANTS, type Grant, inBench, type Peer, type Place } from './peer.ts';
import { ProcessGroup } from './process-group.ts';
import { type GrantFigures, type Running, takeTurn } from './turn.ts';

const STARTS = 3;
const TURNS = 3;
/** Milliseconds within which a server must be there: Keycloak, which imports users at its first start, needs a minute on two cores. */
const PATIENCE = 300_000;
/** Characters of the beginning and of the end of a failure. */
const MOST_TOLD = 150;
/** Milliseconds between two attempts to reach a server that starts. */
const PAUSE = 5;

/** Processor times are in microseconds, and not there where the system does not tell. */
export interface StartFigures {
  /** Milliseconds from the start of the process to the first token. */
  readonly time: number;
  readonly processorTime?: number;
}

/** Medians of what could be measured. */
export interface PeerFigures {
  readonly name: string;
  readonly start?: StartFigures;
  readonly grants: Partial<Record<Grant, GrantFigures>>;
  /** Bytes after all turns. */
  readonly resident?: number;
  /** The steps that could not be measured, each with the reason. */
  readonly failures?: Partial<Record<Step, string>>;
}

export type Step = 'start' | Grant;

/** A peer, and what is known of it so far. */
interface Entry {
  readonly peer: Peer;
  readonly place: Place;
  readonly starts: StartFigures[];
  readonly turns: Record<Grant, GrantFigures[]>;
  readonly failures: Map<Step, string>;
  running?: Running;
}

/**
 * A peer that fails is left out of what comes after that.
 *
 * @param seconds of processor that a server gets in a turn; of the clock where the system does not tell
 */
export async function measurePeers(peers: readonly Peer[], seconds: number): Promise<PeerFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-peers-'));
  const entries: Entry[] = [];
  try {
    for (const [index, peer] of peers.entries()) entries.push(await entryOf(peer, join(folder, `${index}`)));
    await each(entries, 'start', startFirst);
    for (let run = 0; run < STARTS; run++) await each(entries, 'start', measureStart);
    await each(entries, 'start', startToStay);
    pin(process, 'generator');
    await measureGrants(entries, seconds);
    return entries.map(figuresOf);
  } finally {
    await Promise.all(entries.map(({ running }) => running?.group.stop()));
    pin(process, 'any');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function entryOf(peer: Peer, folder: string): Promise<Entry> {
  mkdirSync(folder);
  const [port, adminPort] = [await freePort(), await freePort()];
  const place = { folder, port, adminPort, origin: `http://127.0.0.1:${port}` };
  const turns = { client_credentials: [], refresh_token: [], authorization_code: [] };
  return { peer, place, starts: [], turns, failures: new Map() };
}

/** Whoever has failed at a step is not asked for it again, and for nothing without a start. */
async function each(
  entries: readonly Entry[],
  step: Step,
  take: (entry: Entry) => Promise<void>,
): Promise<void> {
  for (const entry of entries) {
    const { peer, failures } = entry;
    if (failures.has('start') || failures.has(step)) continue;
    try {
      await take(entry);
    } catch (error) {
      const why = reasonOf(error as Error, entry);
      console.error(`${peer.name}, ${step}: ${why}\n${entry.running?.group.said() ?? ''}`);
      failures.set(step, why);
      if (step === 'start') await entry.running?.group.stop();
    }
  }
}

/** On one line, without the folders of this machine. */
function reasonOf({ message, cause }: Error, { place }: Entry): string {
  const all = cause instanceof Error ? `${message}: ${cause.message}` : message;
  const told = all.replaceAll(place.folder, '…').replaceAll(inBench('..'), '…/').replaceAll('`', "'");
  const line = told.trim().split(/\s+/).join(' ');
  return line.length > 2 * MOST_TOLD ? `${line.slice(0, MOST_TOLD)} … ${line.slice(-MOST_TOLD)}` : line;
}

/** Installs a peer if need be, and starts it for the first time. */
async function startFirst({ peer, place }: Entry): Promise<void> {
  if (peer.needs && !isThere(peer.needs)) throw new Error(`${peer.needs} is not on this machine`);
  if (peer.installation) installOnce(peer.installation);
  peer.prepare?.(place);
  const group = start(peer, place);
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    await until(group, () => fetch(place.origin, { signal }).then((answer) => answer.text()));
    await peer.afterFirstStart?.(place);
    await until(group, () => askForToken(peer, place));
  } finally {
    await group.stop();
  }
}

function start(peer: Peer, place: Place): ProcessGroup {
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
        if (performance.now() > deadline) throw new Error('it takes too long to start', { cause });
        await setTimeout(PAUSE);
      }
    }
  };
  await Promise.race([asking(), group.end()]);
}

async function measureStart({ peer, place, starts }: Entry): Promise<void> {
  const begun = performance.now();
  const group = start(peer, place);
  try {
    await until(group, () => askForToken(peer, place));
    const time = performance.now() - begun;
    const used = group.used();
    starts.push({ time, ...(used && { processorTime: used.processorTime }) });
  } finally {
    await group.stop();
  }
}

/** All run at once, each on the server's core; whoever is not asked is idle. */
async function startToStay(entry: Entry): Promise<void> {
  const { peer, place } = entry;
  const group = start(peer, place);
  entry.running = { group, load: new Load(peer, place) };
  pin(group.child, 'server');
  await until(group, () => askForToken(peer, place));
}

async function measureGrants(entries: readonly Entry[], seconds: number): Promise<void> {
  const most = Math.max(...entries.map(warmUps));
  for (let turn = -most; turn < TURNS; turn++) {
    for (const grant of GRANTS) {
      const asked = entries.filter(
        (entry) => entry.peer.grants?.includes(grant) !== false && turn >= -warmUps(entry),
      );
      await each(asked, grant, async ({ peer, running, turns }) => {
        if (!running) throw new Error('it does not run');
        const figures = await takeTurn(running, grant, seconds);
        console.error(`${peer.name}, ${grant}: ${Math.round(figures.rate)} a second`);
        if (turn >= 0) turns[grant].push(figures);
      });
    }
  }
}

const warmUps = ({ peer }: Entry) => peer.warmUps ?? 1;

function figuresOf({ peer, starts, turns, failures, running }: Entry): PeerFigures {
  const measured = GRANTS.filter((grant) => turns[grant].length === TURNS);
  const resident = failures.has('start') ? undefined : running?.group.used()?.resident;
  return {
    name: peer.name,
    ...(starts.length === STARTS && { start: middle(starts, ({ time }) => time) }),
    grants: Object.fromEntries(measured.map((grant) => [grant, middle(turns[grant], ({ rate }) => rate)])),
    ...(resident && { resident }),
    ...(failures.size > 0 && { failures: Object.fromEntries(failures) }),
  };
}
