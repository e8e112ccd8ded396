/** State that a browser carries from one request to the next: encrypted, so that nobody reads or changes it, and nothing is stored for who never comes back. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { World } from './world.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @param purpose what is sealed for one is opened for no other */
export function seal(
  { key, entropy }: Pick<World, 'key' | 'entropy'>,
  purpose: string,
  value: object,
): string {
  const iv = entropy.bytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key(purpose), iv);
  const content = [cipher.update(deflateRawSync(JSON.stringify(value))), cipher.final()];
  return Buffer.concat([iv, ...content, cipher.getAuthTag()]).toString('base64url');
}

/** Undefined for whatever is not, byte for byte, what this store sealed for the purpose. */
export function unseal<Value>({ key }: Pick<World, 'key'>, purpose: string, text: string): Value | undefined {
  const sealed = Buffer.from(text, 'base64url');
  if (sealed.length < IV_BYTES + TAG_BYTES || sealed.toString('base64url') !== text) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key(purpose), sealed.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    }).setAuthTag(sealed.subarray(-TAG_BYTES));
    const content = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES));
    decipher.final();
    return JSON.parse(inflateRawSync(content).toString()) as Value;
  } catch {
    return undefined;
  }
}
