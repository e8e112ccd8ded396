/** Secrets: compared in a time that does not tell where they differ, and seals that only a key makes. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same; nothing is learned of the length of either. */
export function sameText(sent: string, kept: string): boolean {
  return timingSafeEqual(hash('sha256', sent, 'buffer'), hash('sha256', kept, 'buffer'));
}

/** The same of bytes, and cheaper: whether they are of one length may be learned. */
export function sameBytes(sent: Uint8Array, kept: Uint8Array): boolean {
  return sent.length === kept.length && timingSafeEqual(sent, kept);
}

/** HMAC-SHA-256 of a text, in base64url. */
export function sealOf(text: string, key: Buffer): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
