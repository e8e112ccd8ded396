/**
 * Recognises tokens that have no shape of their own (user codes, device codes, one-time passwords, registration access tokens)
 * by this server's keys: with the same result in every process and after a restart.
 */
import { createHmac } from 'node:crypto';
import type { Entropy } from '../ground/entropy.ts';
import { memoize } from '../wire/memoize.ts';
import { sameBytes } from '../wire/secrets.ts';
import { readDeviceCode } from './device-code-text.ts';
import type { Key } from './keys.ts';
import type { TokenCodec } from './token-codec.ts';
import type { UserCodes } from './user-codes.ts';

/**
 * The highest row number that is believed: this server hardly issued a later one. Of random texts of eight letters 1 in 280,000
 * is then taken for a user code.
 */
const MOST_ROWS = 10_000_000;

const RANDOM_BYTES = 40;
const MARK_BYTES = 8;

const USER_CODE = /^[0-9A-Z]{8}$/;
const USER_CODE_LENGTH = 8;
/** Words of which it is remembered whether they are user codes: entries repeat those of our own sentences, and the cipher is dear. */
const MOST_WORDS = 1_000;
const SHORTEST_DEVICE_CODE = 32;
/** Milliseconds since the epoch, from 2001 to 2286. */
const INSTANT = /^\d{13}$/;
/** Of registration access tokens and of the one-time passwords of front doors. */
const DRAWN_LENGTH = 64;
const ONE_USER_CODE = { least: USER_CODE_LENGTH, most: USER_CODE_LENGTH };
/** Of what may be a device code or drawn. */
const LONG = { least: SHORTEST_DEVICE_CODE, most: Number.POSITIVE_INFINITY };

export class FormlessTokens {
  readonly #key: Key;
  readonly #codec: TokenCodec;
  readonly #userCodes: UserCodes;
  /** The words are remembered for as long as the store has this key. */
  #keyOfWords: Buffer | undefined;
  #isIssued: (word: string) => boolean = () => false;

  constructor(key: Key, codec: TokenCodec, userCodes: UserCodes) {
    this.#key = key;
    this.#codec = codec;
    this.#userCodes = userCodes;
  }

  /** Draws a registration access token: 64 characters of base64url, whose last bytes are a keyed hash of the others. */
  drawRegistrationToken(entropy: Entropy): string {
    const random = entropy.bytes(RANDOM_BYTES);
    return Buffer.concat([random, this.#markOf(random)]).toString('base64url');
  }

  /**
   * The tokens in a JSON text.
   *
   * @param json as UTF-8
   */
  within(json: Buffer): string[] {
    const words = runsIn(json, LETTERS_AND_DIGITS, ONE_USER_CODE, CAPITALS_AND_DIGITS);
    const long = runsIn(json, BASE64URL_AND_DOT, LONG);
    const userCodes = words.filter((word) => this.#isUserCode(word));
    return long.length === 0 ? userCodes : [...userCodes, ...long.flatMap((run) => this.#withinRun(run))];
  }

  /** A device code may have one of the other characters beside it; what was drawn is all of the run. */
  #withinRun(run: string): string[] {
    const found = run.split(/[-_.]/).filter((word) => this.#isDeviceCode(word));
    return run.length === DRAWN_LENGTH && this.#isDrawn(run) ? [...found, run] : found;
  }

  #isUserCode(text: string): boolean {
    if (text.length !== USER_CODE_LENGTH) return false;
    const key = this.#key('user code');
    if (key !== this.#keyOfWords) this.#isIssued = memoize(MOST_WORDS, (word) => this.#hasRow(word));
    this.#keyOfWords = key;
    return this.#isIssued(text);
  }

  #hasRow(text: string): boolean {
    return USER_CODE.test(text) && (this.#userCodes.read(text) ?? Number.POSITIVE_INFINITY) <= MOST_ROWS;
  }

  #isDeviceCode(text: string): boolean {
    if (text.length < SHORTEST_DEVICE_CODE) return false;
    const { createdAt, userCode } = readDeviceCode(text);
    return INSTANT.test(createdAt) && this.#isUserCode(userCode);
  }

  #isDrawn(text: string): boolean {
    const bytes = Buffer.from(text, 'base64url');
    const isMarked = sameBytes(bytes.subarray(RANDOM_BYTES), this.#markOf(bytes.subarray(0, RANDOM_BYTES)));
    return isMarked || (this.#codec.read('otp', text)?.row ?? Number.POSITIVE_INFINITY) <= MOST_ROWS;
  }

  #markOf(random: Buffer): Buffer {
    return createHmac('sha256', this.#key('registration access token'))
      .update(random)
      .digest()
      .subarray(0, MARK_BYTES);
  }
}

/** A set of characters: 1 at the byte of each character in it. */
type Characters = Uint8Array;

const CAPITALS_AND_DIGITS = charactersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const LETTERS_AND_DIGITS = charactersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
const BASE64URL_AND_DOT = charactersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.');

function charactersOf(text: string): Characters {
  const characters = new Uint8Array(256);
  for (const character of text) characters[character.charCodeAt(0)] = 1;
  return characters;
}

/** Characters, without padding. */
interface Lengths {
  readonly least: number;
  readonly most: number;
}

/**
 * The longest runs of the given characters, with base64 padding behind them. A run of `least` characters or more covers a
 * multiple of `least`, so only these positions are looked at.
 *
 * @param json as UTF-8, because bytes are read several times faster than the characters of a string
 * @param telling some of the characters: where another is looked at, there is no run that is meant
 */
function runsIn(
  json: Buffer,
  characters: Characters,
  { least, most }: Lengths,
  telling = characters,
): string[] {
  const runs: string[] = [];
  for (let at = least - 1; at < json.length; at += least) {
    if (telling[json[at] as number] !== 1) continue;
    let begin = at;
    while (begin > 0 && characters[json[begin - 1] as number] === 1) begin -= 1;
    while (at < json.length && characters[json[at] as number] === 1) at += 1;
    begin += lengthOfEscape(json[begin - 1]);
    if (at - begin < least || at - begin > most) continue;
    let end = at;
    while (json[end] === PADDING) end += 1;
    runs.push(json.toString('latin1', begin, end));
  }
  return runs;
}

const PADDING = '='.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const PERCENT = '%'.charCodeAt(0);

/** Characters of a run that belong to what stands before it: `\\n` in JSON, `%20` in a URL. */
function lengthOfEscape(before: number | undefined): number {
  return before === BACKSLASH ? 1 : before === PERCENT ? 2 : 0;
}
