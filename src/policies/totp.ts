/** Codes of an authenticator app: RFC 6238 with SHA-1, six digits and steps of 30 seconds. */
import { createHmac } from 'node:crypto';
import { readBase32 } from '../org/base32.ts';
import { sameText } from '../wire/secrets.ts';

const STEP = 30_000;
const DIGITS = 6;

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
  const moment = momentsNear(at).find((near) => sameText(code, totp(secret, near)));
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
