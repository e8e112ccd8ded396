/**
 * Tokens that nothing around them tells: known by what this server's keys make of them, in every process and after a restart.
 */
import { createHmac } from 'node:crypto';
import type { Entropy } from '../ground/entropy.ts';
import { sameBytes } from '../wire/secrets.ts';
import type { Key } from './keys.ts';
import type { TokenCodec } from './token-codec.ts';
import type { UserCodes } from './user-codes.ts';

/** Rows there may be: what is read as a later one was hardly given out. Of eight letters drawn at random 1 in 280,000 is taken for a user code. */
const MOST_ROWS = 10_000_000;

const RANDOM_BYTES = 40;
const MARK_BYTES = 8;

const USER_CODE = /(?<![0-9A-Za-z])[0-9A-Z]{8}(?![0-9A-Za-z])/g;
/** base64 of `<consumerKey>;<ip>;<epoch ms>;<user_code>`, none of which has a character that makes + or / of it. */
const DEVICE_CODE = /[0-9A-Za-z]{32,}={0,2}/g;
const DEVICE_CODE_ENDS = /;\d{13};[0-9A-Z]{8}$/;
/** Registration access tokens and the one-time passwords of front doors. */
const DRAWN = /(?<![\w.-])[\w.-]{64}(?![\w.-])/g;

export class FormlessTokens {
  readonly #key: Key;
  readonly #codec: TokenCodec;
  readonly #userCodes: UserCodes;

  constructor(key: Key, codec: TokenCodec, userCodes: UserCodes) {
    this.#key = key;
    this.#codec = codec;
    this.#userCodes = userCodes;
  }

  /** A registration access token: 64 characters of base64url, of which the last bytes are a mark of the others. */
  drawRegistrationToken(entropy: Entropy): string {
    const random = entropy.bytes(RANDOM_BYTES);
    return Buffer.concat([random, this.#markOf(random)]).toString('base64url');
  }

  /** Those in a text. */
  within(text: string): string[] {
    return [
      ...(text.match(USER_CODE) ?? []).filter((code) => this.#isUserCode(code)),
      ...(text.match(DEVICE_CODE) ?? []).filter((code) => this.#isDeviceCode(code)),
      ...(text.match(DRAWN) ?? []).filter((token) => this.#isDrawn(token)),
    ];
  }

  #isUserCode(text: string): boolean {
    return (this.#userCodes.read(text) ?? Number.POSITIVE_INFINITY) <= MOST_ROWS;
  }

  #isDeviceCode(text: string): boolean {
    const read = Buffer.from(text, 'base64').toString('latin1');
    return DEVICE_CODE_ENDS.test(read) && this.#isUserCode(read.slice(-8));
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
