/** The program under test: one log-in that several processes use, with its tokens in a file. */
import { mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Session {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly instance_url: string;
}

export interface SessionOptions {
  readonly file: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whether processes wait for each other and look what is in the file before they refresh. */
  readonly serialises: boolean;
}

export class SharedSession {
  readonly #options: SessionOptions;
  #session: Session;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#session = read(options.file);
  }

  /** Who is logged in; refreshes the session if it is over. */
  async userInfo(): Promise<Response> {
    const answer = await this.#ask();
    if (answer.ok) return answer;
    await (this.#options.serialises ? this.#refreshAlone() : this.#refresh());
    return this.#ask();
  }

  #ask(): Promise<Response> {
    const { instance_url, access_token } = this.#session;
    return fetch(`${instance_url}/services/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
  }

  /** One process at a time; those that waited take what the first one got. */
  async #refreshAlone(): Promise<void> {
    const lock = `${this.#options.file}.lock`;
    while (!tryToMake(lock)) await sleep(10);
    try {
      const stale = this.#session.access_token;
      this.#session = read(this.#options.file);
      if (this.#session.access_token === stale) await this.#refresh();
    } finally {
      rmdirSync(lock);
    }
  }

  async #refresh(): Promise<void> {
    const { file, clientId, clientSecret } = this.#options;
    const { instance_url, refresh_token } = this.#session;
    const answer = await fetch(`${instance_url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token,
        client_id: clientId,
        client_secret: clientSecret,
      }),
    });
    if (!answer.ok) return;
    this.#session = { ...this.#session, ...((await answer.json()) as Session) };
    write(file, this.#session);
  }
}

function read(file: string): Session {
  return JSON.parse(readFileSync(file, 'utf8')) as Session;
}

/** Whole or not at all, whoever reads meanwhile. */
export function write(file: string, session: object): void {
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(session));
  renameSync(`${file}.${process.pid}`, file);
}

function tryToMake(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
