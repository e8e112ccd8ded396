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

/**
 * Ways to agree on a key, the cheapest first. Clients offer the hybrid with ML-KEM beside X25519: it costs a fifth of a handshake, and
 * nothing here is worth keeping from quantum computers. OpenSSL before 3.5 does not know it.
 */
const GROUPS = ['X25519', 'P-256', 'P-384', 'P-521'];
const knowsHybrid = !/^3\.[0-4]\./.test(process.versions.openssl);
const ecdhCurve = [...GROUPS, ...(knowsHybrid ? ['X25519MLKEM768'] : [])].join(':');

interface Remembered {
  context: SecureContext | Promise<SecureContext>;
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

  /** A promise where it has to be made first, undefined for a name that is not ours. */
  contextFor(name: string): SecureContext | Promise<SecureContext> | undefined {
    const host = name.toLowerCase();
    if (!this.#isOurs(host)) return undefined;
    const now = this.#clock.now();
    const found = this.#remembered.get(host);
    if (found && now - found.since < REMEMBERED_FOR) return found.context;
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    const context = this.#make(host, now);
    const entry: Remembered = { context, since: now };
    this.#remembered.set(host, entry);
    context.then(
      (made) => {
        entry.context = made;
      },
      () => this.#remembered.delete(host),
    );
    return context;
  }

  async #make(host: string, now: number): Promise<SecureContext> {
    const { certificate, key } = await (await this.#sign)(host, now);
    return createSecureContext({ cert: certificate, key, ecdhCurve, honorCipherOrder: true });
  }

  #isOurs(host: string): boolean {
    if (isIP(host) !== 0 && (host === '::1' || host.startsWith('127.'))) return true;
    return isBelow(host, this.#names);
  }
}
