/**
 * Salesforce record ids, and the ids, keys and secrets that a seed leaves out. Source: wire facts, model.md 5.1 and 5.2.
 *
 * What is derived here depends on names alone, so it is the same on every start and in every release: clients store it.
 */
import { createHash } from 'node:crypto';
import { writeBase32 } from './base32.ts';
import type { Org } from './model.ts';

/** The three characters every id of a kind of record begins with. */
export type IdPrefix =
  | '00D'
  | '005'
  | '00e'
  | '0PS'
  | '0H4'
  | '0DB'
  | '02i'
  | '0CQ'
  | '0DF'
  | '0DS'
  | '0Ya'
  | '0Pa'
  | '0sp'
  | '0LE';

const CHECKSUM_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Stands where real ids name an instance: marks a record as ours wherever it turns up. */
const FAUXFORCE_INSTANCE = 'FF0';
/** What is left of 15 characters. */
const DIGITS = 9;

/** The 18-character form, which is safe where letter case is lost. @param id 15 characters, or 18 (returned as given) */
export function id18(id: string): string {
  return id.length === 18 ? id : id + checksum(id);
}

/** The case-sensitive 15-character form. @param id 15 or 18 characters */
export function id15(id: string): string {
  return id.slice(0, 15);
}

/** True for 15 letters and digits that begin with the prefix, and for 18 whose checksum fits. */
export function isSalesforceId(text: string, prefix: IdPrefix): boolean {
  if (!text.startsWith(prefix) || !/^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$/.test(text)) return false;
  return text.length === 15 || text === id18(id15(text));
}

/** Each group of five characters gives one: bit i says whether its character i is an upper-case letter. */
function checksum(id: string): string {
  return [0, 5, 10]
    .map((start) => CHECKSUM_ALPHABET.charAt(upperCaseBits(id.slice(start, start + 5))))
    .join('');
}

function upperCaseBits(group: string): number {
  return [...group].reduce((bits, character, i) => (/[A-Z]/.test(character) ? bits | (1 << i) : bits), 0);
}

/** An 18-character id of a record of an sObject that is always the same for the same names. @param keyPrefix three characters */
export function derivedRecordId(keyPrefix: string, ...names: readonly string[]): string {
  return id18(`${keyPrefix}${FAUXFORCE_INSTANCE}${base62(DIGITS, 'record', keyPrefix, ...names)}`);
}

/** An 18-character id that is always the same for the same names. */
export function derivedId(prefix: IdPrefix, ...names: readonly string[]): string {
  return id18(`${prefix}${FAUXFORCE_INSTANCE}${base62(DIGITS, 'id', prefix, ...names)}`);
}

/** What is derived from a name; from another text if a record has it that had this name before it was renamed. */
export function freeId(name: string, derive: (text: string) => string, taken: ReadonlySet<string>): string {
  let derived = derive(name);
  for (let count = 2; taken.has(derived); count += 1) derived = derive(`${name} ${count}`);
  return derived;
}

/** The id of a user who comes to be by this name. */
export function newUserId({ id: orgId, users }: Pick<Org, 'id' | 'users'>, username: string): string {
  const taken = new Set(users.map(({ id }) => id));
  return freeId(username.toLowerCase(), (text) => derivedId('005', orgId, text), taken);
}

/** The 18-character id of a record that has a number, whose digits follow the instance. @param number at least 0 */
export function numberedId(prefix: IdPrefix, number: number): string {
  let digits = '';
  for (let rest = number; digits.length < DIGITS; rest = Math.floor(rest / 62)) {
    digits = BASE62.charAt(rest % 62) + digits;
  }
  return id18(`${prefix}${FAUXFORCE_INSTANCE}${digits}`);
}

/** The number in such an id, of 15 or 18 characters; undefined for any other text. */
export function numberOfId(prefix: IdPrefix, id: string): number | undefined {
  if (!isSalesforceId(id, prefix)) return undefined;
  const number = [...id15(id).slice(-DIGITS)].reduce((sum, digit) => sum * 62 + BASE62.indexOf(digit), 0);
  return Number.isSafeInteger(number) && id15(numberedId(prefix, number)) === id15(id) ? number : undefined;
}

/** `3MVG9` and 80 characters of `[A-Za-z0-9._]`, as Salesforce generates them. */
export function derivedConsumerKey(orgId: string, appName: string): string {
  const digest = hash('sha512', 'consumer key', orgId, appName);
  return `3MVG9${digest.subarray(0, 60).toString('base64url').replaceAll('-', '.')}`;
}

/** 64 upper-case hexadecimal digits. */
export function derivedConsumerSecret(orgId: string, appName: string): string {
  return hash('sha256', 'consumer secret', orgId, appName).toString('hex').toUpperCase();
}

/** 16 letters and digits. */
export function derivedPassword(username: string): string {
  return base62(16, 'password', username.toLowerCase());
}

/** 24 letters and digits, as in Salesforce's mail. */
export function derivedSecurityToken(username: string): string {
  return base62(24, 'security token', username.toLowerCase());
}

/** 32 characters of base32, as an authenticator app takes them. */
export function derivedTotpSecret(username: string): string {
  return writeBase32(hash('sha256', 'totp secret', username.toLowerCase()).subarray(0, 20));
}

function base62(length: number, ...names: readonly string[]): string {
  return [...hash('sha256', ...names).subarray(0, length)].map((byte) => BASE62.charAt(byte % 62)).join('');
}

function hash(algorithm: 'sha256' | 'sha512', ...names: readonly string[]): Buffer {
  return createHash(algorithm).update(names.join('\0')).digest();
}
