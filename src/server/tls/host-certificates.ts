/** Which certificate a TLS connection gets: that of the host it names, made when it is first asked for (design 5.5). */
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Clock } from '../../ground/clock.ts';
import { isBelow } from './names.ts';
import { namesOf, openAuthority, type Pair } from './x509.ts';

/** Salesforce has more names than that; a test has not. */
const MOST_REMEMBERED = 1_000;
/** Milliseconds: certificates end after a little over a year, and a process may live longer. */
const REMEMBERED_FOR = 7 * 24 * 60 * 60 * 1000;

interface Remembered {
  readonly context: Promise<SecureContext>;
  readonly since: number;
}

export class HostCertificates {
  readonly #names: readonly string[];
  readonly #clock: Clock;
  readonly #sign: ReturnType<typeof openAuthority>;
  readonly #remembered = new Map<string, Remembered>();

  constructor(authority: Pair, clock: Clock) {
    this.#names = namesOf(authority.certificate);
    this.#clock = clock;
    this.#sign = openAuthority(authority);
  }

  /** Undefined for a name that is not ours. */
  contextFor(name: string): Promise<SecureContext> | undefined {
    const host = name.toLowerCase();
    if (!this.#isOurs(host)) return undefined;
    const now = this.#clock.now();
    const found = this.#remembered.get(host);
    if (found && now - found.since < REMEMBERED_FOR) return found.context;
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    const context = this.#make(host, now);
    this.#remembered.set(host, { context, since: now });
    context.catch(() => this.#remembered.delete(host));
    return context;
  }

  async #make(host: string, now: number): Promise<SecureContext> {
    const { certificate, key } = await (await this.#sign)(host, now);
    return createSecureContext({ cert: certificate, key });
  }

  #isOurs(host: string): boolean {
    if (isIP(host) !== 0 && (host === '::1' || host.startsWith('127.'))) return true;
    return isBelow(host, this.#names);
  }
}
