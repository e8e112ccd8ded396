/**
 * The `source` parameter: an authorize request on its way through the pages, sealed. Source: authorize.md 2.
 *
 * Its shape is Salesforce's: byte 0x08, int64 milliseconds, 15 id characters, int32 length, that many opaque bytes, in padded
 * base64url. Here the opaque bytes are the request itself, encrypted and authenticated, so that nothing is stored
 * for a user who never comes back, any process can go on with it, and nobody can change what was checked.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Host } from '../../org/hosts.ts';
import type { Row } from '../../store/port.ts';
import type { World } from '../../world/world.ts';
import type { Asked } from './request.ts';

const VERSION = 0x08;
const HEADER_BYTES = 1 + 8 + 15 + 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** An authorize request that passed the checks before log-in. */
export interface ApprovalProcess {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly asked: Asked;
  /** The session the browser already had when it began. */
  readonly sessionAtStart: Row | undefined;
}

const KEY = 'approval process';

/** @param orgId of the app; its characters stand in the place of Salesforce's own id, which sites do not show */
export function sealSource(
  { key, entropy }: Pick<World, 'key' | 'entropy'>,
  { startedAt, asked, sessionAtStart }: ApprovalProcess,
  { kind }: Host,
  orgId: string,
): string {
  const content = deflateRawSync(JSON.stringify({ asked, sessionAtStart }));
  const id = kind === 'site' ? '' : `0O0${orgId.slice(3, 15)}`;
  const header = writeHeader(startedAt, id, IV_BYTES + content.length + TAG_BYTES);
  const iv = entropy.bytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key(KEY), iv).setAAD(header);
  const sealed = Buffer.concat([header, iv, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  return written(sealed);
}

/** Undefined for whatever is not, byte for byte, what this store sealed: base64 reads other texts as the same bytes. */
export function openSource({ key }: Pick<World, 'key'>, source: string): ApprovalProcess | undefined {
  const sealed = Buffer.from(source, 'base64url');
  if (sealed.length < HEADER_BYTES + IV_BYTES + TAG_BYTES || written(sealed) !== source) return undefined;
  const header = sealed.subarray(0, HEADER_BYTES);
  const iv = sealed.subarray(HEADER_BYTES, HEADER_BYTES + IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key(KEY), iv, { authTagLength: TAG_BYTES })
    .setAAD(header)
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const content = decipher.update(sealed.subarray(HEADER_BYTES + IV_BYTES, -TAG_BYTES));
    decipher.final();
    const { asked, sessionAtStart } = JSON.parse(inflateRawSync(content).toString());
    return { startedAt: Number(header.readBigInt64BE(1)), asked, sessionAtStart };
  } catch {
    return undefined;
  }
}

/** @param id filled up with zeros */
function writeHeader(startedAt: number, id: string, length: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION, 0);
  header.writeBigInt64BE(BigInt(Math.floor(startedAt)), 1);
  header.write(id.padEnd(15, '0'), 9, 15, 'latin1');
  header.writeInt32BE(length, 24);
  return header;
}

/** In padded base64url. */
function written(sealed: Buffer): string {
  const base64 = sealed.toString('base64url');
  return base64.padEnd(Math.ceil(base64.length / 4) * 4, '=');
}
