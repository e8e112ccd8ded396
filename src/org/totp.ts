/** Codes of an authenticator app: RFC 6238 with SHA-1, six digits and steps of 30 seconds. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP = 30_000;
const DIGITS = 6;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @param secret in base32, @param at milliseconds since the epoch */
export function totp(secret: string, at: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(stepAt(at)));
  const mac = createHmac('sha1', readBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The step whose code it is, of {@link codesNear}; undefined for any other code. */
export function stepOfTotp(code: string, secret: string, at: number): number | undefined {
  const moment = momentsNear(at).find((near) => isSame(code, totp(secret, near)));
  return moment === undefined ? undefined : stepAt(moment);
}

/** The codes that are taken: of now, and of the step before and after, as clocks differ. */
export function codesNear(secret: string, at: number): string[] {
  return momentsNear(at).map((moment) => totp(secret, moment));
}

function momentsNear(at: number): number[] {
  return [at, at + STEP, at - STEP];
}

function stepAt(at: number): number {
  return Math.max(0, Math.floor(at / STEP));
}

function isSame(sent: string, right: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** True for what an authenticator app takes as a secret. */
export function isBase32(text: string): boolean {
  return /^[A-Z2-7]+={0,6}$/i.test(text.replaceAll(' ', ''));
}

export function writeBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => BASE32.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('');
}

function readBase32(text: string): Buffer {
  const bits = Array.from(text.toUpperCase().replace(/[ =]/g, ''), (character) =>
    BASE32.indexOf(character).toString(2).padStart(5, '0'),
  ).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
