/** The cells of a snapshot's rows: what a column takes, so that nothing is read later that was never written. */
import { createPrivateKey } from 'node:crypto';
import { weaknessOf } from '../../org/weak-keys.ts';
import { readJsonObject } from '../../wire/json.ts';
import { StoreError } from '../port.ts';

export type Cell = string | number | null | { readonly base64: string };

export interface Column {
  readonly name: string;
  /** As the schema declares it; empty in the tables of SQLite itself. */
  readonly type: string;
}

/** Milliseconds: what a Date can be. No number of ours is larger. */
const LARGEST = 8.64e15;

/** Every blob is a SHA-256, or the store's secret. */
const BLOB_BYTES = 32;

export function writeCell(cell: string | number | null | Buffer): Cell {
  return Buffer.isBuffer(cell) ? { base64: cell.toString('base64') } : cell;
}

/** Where null may stand, the table itself says. @throws StoreError */
export function readCell({ name, type }: Column, cell: unknown): string | number | null | Buffer {
  if (cell === null) return null;
  if (type === 'BLOB') return readBlob(name, cell);
  const isFit =
    (type !== 'TEXT' && typeof cell === 'number' && Math.abs(cell) <= LARGEST) ||
    (type !== 'INTEGER' && typeof cell === 'string' && (TEXTS[name]?.(cell) ?? true));
  if (!isFit) throw new StoreError(`${JSON.stringify(cell)?.slice(0, 50)} is no ${name}`);
  return cell;
}

function readBlob(name: string, cell: unknown): Buffer {
  const { base64 } = cell as { base64?: unknown };
  const bytes = Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64');
  if (bytes.length !== BLOB_BYTES) throw new StoreError(`${name} is not ${BLOB_BYTES} bytes in base64`);
  return bytes;
}

/** Texts that are more than words, by their columns. */
const TEXTS: Readonly<Record<string, (text: string) => boolean>> = {
  registration: isJsonObject,
  changes: isJsonObject,
  details: isJsonObject,
  private_key: isPrivateKey,
};

function isJsonObject(text: string): boolean {
  return readJsonObject(text) !== undefined;
}

/** As signing keys are written: PKCS #8, RSA, long enough for a JWT. */
function isPrivateKey(text: string): boolean {
  try {
    const key = createPrivateKey(text);
    const isRsa = key.asymmetricKeyType === 'rsa' && weaknessOf(key) === undefined;
    return isRsa && text.startsWith('-----BEGIN PRIVATE KEY-----');
  } catch {
    return false;
  }
}
