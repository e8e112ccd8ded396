/**
 * How a browser proves that it may use the lab: it cannot send the lab token itself when it follows a link or listens to events.
 * A one-time link, or the token typed once, gets it a cookie that no page of another site makes it send.
 */
import { hash } from 'node:crypto';
import type { Entropy } from '../../ground/entropy.ts';
import type { UsedAssertions } from '../../store/port.ts';
import { cookieNamed } from '../../wire/cookies.ts';
import { sameText, sealOf } from '../../wire/secrets.ts';

const COOKIE = 'fauxforce_lab';
/** Milliseconds that a link waits to be used. */
const LINK_LIFETIME = 3_600_000;

/** The value of `Set-Cookie`. It ends with the browser, and with the lab token that it stands for. */
export function labCookie(labToken: string, isSecure: boolean): string {
  const value = sealed('cookie', labToken);
  return `${COOKIE}=${value}; Path=/_fauxforce; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

export function holdsLabCookie(header: string | undefined, labToken: string): boolean {
  const value = header?.includes(COOKIE) ? cookieNamed(COOKIE, header) : undefined;
  return value !== undefined && sameText(value, sealed('cookie', labToken));
}

/**
 * The code of a link that opens the lab once, within an hour.
 *
 * @param now milliseconds of real time
 */
export function oneTimeCode(labToken: string, entropy: Entropy, now: number): string {
  const facts = `${Math.floor(now + LINK_LIFETIME).toString(36)}.${entropy.bytes(12).toString('base64url')}`;
  return `${facts}.${sealed(facts, labToken)}`;
}

/** Takes each code once, whichever process of the store is asked. */
export class OneTimeCodes {
  readonly #used: UsedAssertions;

  constructor(used: UsedAssertions) {
    this.#used = used;
  }

  /** Whether the code is one of ours, not over, and used for the first time. @throws StoreUnavailable */
  async spend(code: string, labToken: string, now: number): Promise<boolean> {
    const end = code.lastIndexOf('.');
    const facts = code.slice(0, Math.max(end, 0));
    if (!sameText(code.slice(end + 1), sealed(facts, labToken))) return false;
    const expires = Number.parseInt(facts, 36);
    return now < expires && this.#used.use(hash('sha256', `lab ${facts}`, 'buffer'));
  }
}

function sealed(text: string, labToken: string): string {
  return sealOf(`fauxforce lab ${text}`, Buffer.from(labToken));
}
