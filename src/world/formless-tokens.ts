/**
 * Recognises tokens that have no shape of their own (user codes, device codes, one-time passwords, registration access tokens)
 * by this server's keys: with the same result in every process and after a restart.
 */
import { createHmac } from 'node:crypto';
import type { Entropy } from '../ground/entropy.ts';
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
const SHORTEST_DEVICE_CODE = 32;
/** Milliseconds since the epoch, from 2001 to 2286. */
const INSTANT = /^\d{13}$/;
/** Of registration access tokens and of the one-time passwords of front doors. */
const DRAWN_LENGTH = 64;

export class FormlessTokens {
  readonly #key: Key;
  readonly #codec: TokenCodec;
  readonly #userCodes: UserCodes;

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

  /** The tokens in a JSON text. */
  within(json: string): string[] {
    const words = [...new Set(runsIn(json, LETTERS_AND_DIGITS, 8))];
    const drawn = runsIn(json, BASE64URL_AND_DOT, DRAWN_LENGTH);
    return [
      ...words.filter((word) => this.#isUserCode(word) || this.#isDeviceCode(word)),
      ...drawn.filter((word) => word.length === DRAWN_LENGTH && this.#isDrawn(word)),
    ];
  }

  #isUserCode(text: string): boolean {
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

/** A set of characters: 1 at the code of each character in it. */
type Characters = Uint8Array;

const LETTERS_AND_DIGITS = charactersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
const BASE64URL_AND_DOT = charactersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.');
const PADDING = charactersOf('=');

function charactersOf(text: string): Characters {
  const characters = new Uint8Array(128);
  for (const character of text) characters[character.charCodeAt(0)] = 1;
  return characters;
}

/**
 * The longest runs of the given characters, with base64 padding behind them. A run of `least` characters or more covers a
 * multiple of `least`, so only these positions are looked at.
 */
function runsIn(json: string, characters: Characters, least: number): string[] {
  const runs: string[] = [];
  for (let at = least - 1; at < json.length; at += least) {
    if (characters[json.charCodeAt(at)] !== 1) continue;
    let begin = at;
    while (characters[json.charCodeAt(begin - 1)] === 1) begin -= 1;
    while (characters[json.charCodeAt(at)] === 1) at += 1;
    let end = at;
    while (PADDING[json.charCodeAt(end)] === 1) end += 1;
    const escaped = lengthOfEscape(json[begin - 1]);
    if (at - begin - escaped >= least) runs.push(json.slice(begin + escaped, end));
  }
  return runs;
}

/** Characters of a run that belong to what stands before it: `\\n` in JSON, `%20` in a URL. */
function lengthOfEscape(before: string | undefined): number {
  return before === '\\' ? 1 : before === '%' ? 2 : 0;
}
