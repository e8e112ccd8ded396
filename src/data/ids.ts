/** Ids of new records: each is the successor of the one before, so that rows stand in the order in which they were made. */
import type { Entropy } from '../ground/entropy.ts';
import { id18 } from '../org/ids.ts';

/** In the order in which Salesforce sorts ids, which is that of their characters. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Stands where real ids name an instance. */
const INSTANCE = 'FF0';
const LENGTH = 9;

export class RecordIds {
  #next: number;

  constructor(entropy: Entropy) {
    // Another process on the same store begins elsewhere among 2^48 numbers; 62^9 fit into an id.
    this.#next = entropy.bytes(6).readUIntBE(0, 6);
  }

  /** @returns 18 characters */
  next(keyPrefix: string): string {
    let digits = '';
    for (let rest = this.#next++; digits.length < LENGTH; rest = Math.floor(rest / DIGITS.length)) {
      digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    }
    return id18(`${keyPrefix}${INSTANCE}${digits}`);
  }
}

/** Whether a text has the form of a record id: 15 letters and digits, or 18. */
export function isRecordId(text: string): boolean {
  return /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(text);
}

/** The 18 characters of an id of 15 or 18; what follows the first 15 is worked out anew. */
export function wholeId(id: string): string {
  return id18(id.slice(0, 15));
}
