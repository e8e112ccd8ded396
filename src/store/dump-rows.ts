/** Reads a dump out of a document, and accepts only what a store could have written. */
import { createPrivateKey } from 'node:crypto';
import { weaknessOf } from '../org/weak-keys.ts';
import { isRecord, readJsonObject } from '../wire/json.ts';
import { DUMP_VERSION, type StoreDump } from './dump.ts';
import { DUMP_PARTS, type DumpPart, type FieldKind, PARTS_SINCE } from './dump-parts.ts';
import { notWhole, otherVersion, StoreError } from './port.ts';

/** Milliseconds: the latest instant of a Date. No other number in a dump is larger. */
const LARGEST = 8.64e15;

/** How a store's table holds a field: a flag is 1 or 0, bytes are bytes, a field that was left out is null. */
export type Cell = string | number | Buffer | null;

/** @throws StoreError */
export function readDump(value: unknown): StoreDump {
  if (!isRecord(value) || typeof value.version !== 'number') throw notWhole('store');
  const { version, secret, numbers } = value;
  if (!Number.isInteger(version) || version < 1 || version > DUMP_VERSION) {
    throw otherVersion(`The store of the snapshot is of version ${version}`, DUMP_VERSION);
  }
  if (bytesOf(secret) === undefined) throw notWhole('store.secret');
  if (!isNumbers(numbers)) throw notWhole('store.numbers');
  if (!isRecord(value.parts)) throw notWhole('store.parts');
  const parts = { ...partsSince(version), ...value.parts };
  const names = Object.keys(DUMP_PARTS);
  const missing = names.filter((name) => !Object.hasOwn(parts, name));
  if (missing.length > 0) throw new StoreError(`The snapshot is not whole: it lacks ${missing.join(', ')}.`);
  const foreign = Object.keys(parts).filter((name) => !names.includes(name));
  if (foreign.length > 0) throw new StoreError(`The snapshot has unknown parts: ${foreign.join(', ')}.`);
  const part = names.find((name) => !Array.isArray((parts as Record<string, unknown>)[name]));
  if (part !== undefined) throw notWhole(`store.parts.${part}`);
  return { ...value, version: DUMP_VERSION, parts } as unknown as StoreDump;
}

/** The parts that a dump of an older version cannot have, without rows. */
function partsSince(version: number): Readonly<Record<string, readonly unknown[]>> {
  const later = Object.entries(PARTS_SINCE).filter(([, since]) => since > version);
  return Object.fromEntries(later.map(([part]) => [part, []]));
}

/** What is wrong with a row of a dump. */
export function rowProblem(part: string, { message }: Error): StoreError {
  return new StoreError(`The snapshot has a row of ${part} that does not fit: ${message}.`);
}

/**
 * @returns a function that reads a row into its cells, in the order of the fields. It throws StoreError when a field does not
 *   fit.
 */
export function rowReader(part: DumpPart): (row: unknown) => Cell[] {
  const known = DUMP_PARTS[part];
  const fields = Object.entries<FieldKind>(known).map(([name, kind]) => {
    const isOptional = kind.endsWith('?');
    return { name, isOptional, read: READERS[kind.replace('?', '') as keyof typeof READERS] };
  });
  return (row) => {
    if (!isRecord(row) || Object.keys(row).some((name) => !Object.hasOwn(known, name)))
      throw new StoreError(`the fields are ${Object.keys(known).join(', ')}`);
    return fields.map(({ name, isOptional, read }) => {
      const value = row[name];
      if (isOptional && value === undefined) return null;
      const cell = read(value);
      if (cell === undefined) throw new StoreError(`${JSON.stringify(value)?.slice(0, 50)} is no ${name}`);
      return cell;
    });
  };
}

const READERS = {
  number: (value: unknown) => (typeof value === 'number' && Math.abs(value) <= LARGEST ? value : undefined),
  text: (value: unknown) => (typeof value === 'string' ? value : undefined),
  bytes: bytesOf,
  json: (value: unknown) => (typeof value === 'string' && readJsonObject(value) ? value : undefined),
  privateKey: (value: unknown) => (typeof value === 'string' && isPrivateKey(value) ? value : undefined),
  flag: (value: unknown) => (value === undefined ? 0 : value === true ? 1 : undefined),
};

/** 32 bytes: a SHA-256, a nonce, or the store's secret. */
function bytesOf(value: unknown): Buffer | undefined {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}

/** Whether the text is a key as the store writes signing keys: PKCS #8, RSA, long enough for a JWT. */
function isPrivateKey(text: string): boolean {
  try {
    const key = createPrivateKey(text);
    const isRsa = key.asymmetricKeyType === 'rsa' && weaknessOf(key) === undefined;
    return isRsa && text.startsWith('-----BEGIN PRIVATE KEY-----');
  } catch {
    return false;
  }
}

function isNumbers(value: unknown): boolean {
  return (
    isRecord(value) && Object.entries(value).every(([part, newest]) => isNumbered(part) && isCount(newest))
  );
}

function isNumbered(part: string): boolean {
  return Object.hasOwn(DUMP_PARTS, part) && Object.hasOwn(DUMP_PARTS[part as DumpPart], 'row');
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST;
}
