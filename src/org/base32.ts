/** Base32 of RFC 4648, as authenticator apps take secrets in it. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** True for what an authenticator app takes as a secret. */
export function isBase32(text: string): boolean {
  return /^[A-Z2-7]+={0,6}$/i.test(text.replaceAll(' ', ''));
}

export function writeBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => ALPHABET.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('');
}

export function readBase32(text: string): Buffer {
  const bits = Array.from(text.toUpperCase().replace(/[ =]/g, ''), (character) =>
    ALPHABET.indexOf(character).toString(2).padStart(5, '0'),
  ).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
