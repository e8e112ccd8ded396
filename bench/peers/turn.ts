/** One turn of a peer: a grant, asked for over and over. */
import autocannon from 'autocannon';
import type { Asked, Load } from './load.ts';
import { type Grant, USERS } from './peer.ts';
import type { ProcessGroup } from './process-group.ts';

/** A turn ends when the server has had its seconds of the processor, so that neighbours make it longer and not poorer: this often longer at most. */
const LONGEST = 60;
/** Tokens of a turn: a JVM that still compiles uses seconds of the processor before its first. */
export const FEWEST = 2 * USERS;
/** Of codes, in a turn. */
const MOST_ROUNDS = 3;
/** Milliseconds between two looks at what a server has used. */
const SAMPLING = 200;

/** A peer that runs, and what asks it. */
export interface Running {
  readonly group: ProcessGroup;
  readonly load: Load;
}

/** Processor times are in microseconds, and not there where the system does not tell. */
export interface GrantFigures {
  /** Requests a second. */
  readonly rate: number;
  /** Of a request. */
  readonly processorTime?: number;
}

/** Seconds of the clock, and microseconds of processor: 0 where the system does not tell. */
interface Round {
  readonly tokens: number;
  readonly time: number;
  readonly processorTime: number;
}

/**
 * @param seconds of processor that the server gets; of the clock where the system does not tell
 * @throws Error when anything but a token was answered, or the server ended
 */
export async function takeTurn(one: Running, grant: Grant, seconds: number): Promise<GrantFigures> {
  const rounds: Round[] = [];
  const total = (figure: keyof Round) => rounds.reduce((sum, round) => sum + round[figure], 0);
  // Codes are few at once.
  const most = grant === 'authorization_code' ? MOST_ROUNDS : 1;
  do rounds.push(await Promise.race([takeRound(one, grant, seconds), one.group.end()]));
  while (rounds.length < most && total('processorTime') < seconds * 1_000_000);
  const processorTime = total('processorTime') / total('tokens');
  return { rate: total('tokens') / total('time'), ...(processorTime > 0 && { processorTime }) };
}

async function takeRound({ group, load }: Running, grant: Grant, seconds: number): Promise<Round> {
  const before = group.used();
  const usedSince = () => (group.used()?.processorTime ?? 0) - (before?.processorTime ?? 0);
  const asked = await load.asked(grant, before ? Math.max(seconds, 1) * LONGEST : seconds);
  const fetched = usedSince();
  const { tokens, refused, failed, time } = await ask(
    asked,
    () => usedSince() - fetched > seconds * 1_000_000,
  );
  if (refused + failed > 0 || tokens === 0)
    throw new Error(`${tokens} tokens, ${refused} refused, ${failed} failed`);
  return { tokens, time, processorTime: usedSince() - fetched };
}

interface Answers {
  tokens: number;
  refused: number;
  failed: number;
  /** Seconds until the last token: autocannon itself rounds them up to the next {@link SAMPLING}. */
  time: number;
}

/** Ends when it is enough, with what was asked, or soon after the first that is no token. */
function ask(asked: Asked, isEnough: () => boolean): Promise<Answers> {
  const answers = { tokens: 0, refused: 0, failed: 0, time: 0 };
  return new Promise((resolve, reject) => {
    const instance = autocannon({ ...asked, sampleInt: SAMPLING }, (error) => {
      clearInterval(timer);
      if (error) reject(error);
      else resolve(answers);
    });
    let begun = performance.now();
    instance.on('start', () => {
      begun = performance.now();
    });
    instance.on('response', (_client, status) => {
      answers[status === 200 ? 'tokens' : 'refused'] += 1;
      if (status === 200) answers.time = (performance.now() - begun) / 1_000;
    });
    instance.on('reqError', () => {
      answers.failed += 1;
    });
    const timer = setInterval(() => {
      const { tokens, refused, failed } = answers;
      if (refused + failed > 0 || (tokens >= FEWEST && isEnough())) instance.stop();
    }, SAMPLING);
  });
}
