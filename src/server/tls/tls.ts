/** The TLS of one server (design 5.5). Nothing of it is loaded or made before the first client, or command, wants it. */
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../../ground/clock.ts';
import type { Authority } from './authority.ts';
import type { shakeHands } from './handshake.ts';
import type { HostCertificates } from './host-certificates.ts';
import { Turns } from './turns.ts';

/** Where a command line and a test kit look, below where they run. */
export const DEFAULT_FOLDER = join('.fauxforce', 'ca');

export interface TlsOptions {
  /** Of the certificate authority. */
  readonly folder: string;
  /** Hosts to vouch for beyond Salesforce's and this machine's. */
  readonly names: readonly string[];
  /** Told of an authority that could not be used, in a sentence. */
  readonly onTrouble: (sentence: string) => void;
  /** The machine's: certificates are looked at by clients, which know no other time. */
  readonly clock: Clock;
}

/** Handshakes begun in one turn of the event loop: each keeps the thread for half a millisecond, and plain requests wait that long. */
const MOST_AT_ONCE = 8;

interface Opened {
  readonly authority: Authority;
  readonly hosts: HostCertificates;
  readonly shakeHands: typeof shakeHands;
}

export class Tls {
  readonly #options: TlsOptions;
  readonly #turns = new Turns(MOST_AT_ONCE);
  #opened: Promise<Opened> | undefined;
  #told: string | undefined;

  constructor(options: TlsOptions) {
    this.#options = options;
  }

  /** Its certificate in PEM. @throws AuthorityError */
  async certificate(): Promise<string> {
    return (await this.#open()).authority.certificate;
  }

  /** The server's half of a handshake that a client has begun. @throws what ended it */
  async shakeHands(socket: Socket): Promise<Socket> {
    const { hosts, shakeHands } = await this.#open();
    await this.#turns.next();
    return shakeHands(socket, hosts);
  }

  /** What fails once may be mended, and is tried again; the same trouble is told once. */
  #open(): Promise<Opened> {
    this.#opened ??= this.#openNow().catch((error: Error) => {
      this.#opened = undefined;
      if (error.message !== this.#told) this.#options.onTrouble(error.message);
      this.#told = error.message;
      throw error;
    });
    return this.#opened;
  }

  async #openNow(): Promise<Opened> {
    const { folder, names, onTrouble, clock } = this.#options;
    const [{ authorityIn }, { HostCertificates }, { shakeHands }] = await Promise.all([
      import('./authority.ts'),
      import('./host-certificates.ts'),
      import('./handshake.ts'),
    ]);
    const authority = await authorityIn(folder, names, clock);
    if (authority.told !== undefined) onTrouble(authority.told);
    return { authority, hosts: new HostCertificates(authority, clock), shakeHands };
  }
}
