/**
 * Reads whether what processes keep in memory has changed, and the secret again if another process has restored a snapshot. Asked
 * before every request: those that come while a read is under way share the next one, which sees what was written before they came.
 */
import type { Link } from './link.ts';
import { readSecret } from './secret.ts';
import type { Sql } from './sql.ts';

interface Followed {
  readonly changes: number;
  readonly restores: number;
}

export class VersionRead {
  readonly #reads: Link;
  #secret: Buffer = Buffer.alloc(0);
  #restores = -1;
  #running: Promise<string> | undefined;
  #next: Promise<string> | undefined;

  constructor(reads: Link) {
    this.#reads = reads;
  }

  get secret(): Buffer {
    return this.#secret;
  }

  /** @throws StoreUnavailable */
  async begin(): Promise<void> {
    await this.#read();
  }

  /** Reads the secret as it is now. */
  async renew(): Promise<void> {
    await this.read();
  }

  /** A text that is another one after each change. */
  read(): Promise<string> {
    if (!this.#running) {
      this.#running = this.#read().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.read();
      });
    return this.#next;
  }

  #read(): Promise<string> {
    return this.#reads.use(async (sql) => {
      const { changes, restores } =
        (await sql.one<Followed>`select changes, restores from followed`) as Followed;
      if (restores !== this.#restores) await this.#readSecret(sql, restores);
      return `${changes}`;
    });
  }

  async #readSecret(sql: Sql, restores: number): Promise<void> {
    const secret = await readSecret(sql);
    if (!secret.equals(this.#secret)) this.#secret = secret;
    this.#restores = restores;
  }
}
