/** The Salesforce CLI as a user has it, with a home of its own that it leaves nothing behind in. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Visitor } from '../../../src/testing/browser.ts';
import type { Fauxforce } from '../../../src/testing/index.ts';
import { visit } from './visit.ts';

const SF = fileURLToPath(new URL('../node_modules/@salesforce/cli/bin/run.js', import.meta.url));
/** How long a command may take on a machine that is busy, in milliseconds. */
const PATIENCE = 90_000;
const LOOPBACK_ONLY = new URL('./loopback-only.ts', import.meta.url).href;

/** What `--json` prints: a result when status is 0, else the error's name and message. */
export interface CliAnswer<Result = Readonly<Record<string, unknown>>> {
  readonly status: number;
  readonly result: Result;
  readonly name?: string;
  readonly message?: string;
  readonly data?: unknown;
}

export class SalesforceCli implements Disposable {
  readonly #home = mkdtempSync(join(tmpdir(), 'fauxforce-sf-'));
  readonly #outside = join(this.#home, 'outside.log');
  readonly #opened = join(this.#home, 'opened-url');
  readonly #variables: Record<string, string>;

  /** @param variables that it finds in its environment beside those that every test sets */
  constructor(variables: Readonly<Record<string, string>> = {}) {
    this.#variables = { ...variables };
  }

  /** Hosts beyond this machine that the CLI wanted to reach, and could not. */
  get outside(): string[] {
    return existsSync(this.#outside) ? readFileSync(this.#outside, 'utf8').trimEnd().split('\n') : [];
  }

  /** Writes a file where the commands run. */
  write(name: string, text: string): void {
    writeFileSync(join(this.#home, name), text);
  }

  /** A file that a command has written. */
  read(name: string): string {
    return readFileSync(join(this.#home, name), 'utf8');
  }

  /** Logs in with a token that the user has, and makes that org the default of what follows. */
  async logIn(sf: Fauxforce, username: string): Promise<void> {
    const { access_token = '' } = await sf.token({ app: 'PlatformCLI', user: username });
    this.#variables.SF_ACCESS_TOKEN = access_token;
    const login = ['org', 'login', 'access-token', '--instance-url', sf.url, '--no-prompt', '--set-default'];
    const { status, message } = await this.run(...login);
    if (status !== 0) throw new Error(message);
  }

  /** Runs a command with `--json`. */
  run<Result = Readonly<Record<string, unknown>>>(...args: string[]): Promise<CliAnswer<Result>> {
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        ['--no-deprecation', SF, ...args, '--json'],
        { cwd: this.#home, env: this.#environment(), timeout: PATIENCE },
        (error, stdout, stderr) => {
          try {
            resolve(JSON.parse(stdout) as CliAnswer<Result>);
          } catch {
            reject(new Error(`sf ${args.join(' ')}: ${error?.message ?? 'no JSON'}\n${stdout}${stderr}`));
          }
        },
      );
    });
  }

  /**
   * `sf org login web`, with somebody at the browser.
   *
   * @throws Error when it ends before it opens a browser: its port for the callback, 1717, is taken, say
   */
  async logInWeb(instanceUrl: string, visitor: Visitor): Promise<CliAnswer> {
    const ended = new AbortController();
    const url = this.#openedUrl(ended.signal);
    const answer = this.run('org', 'login', 'web', '--instance-url', instanceUrl);
    const first = await Promise.race([url, answer]).finally(() => ended.abort());
    if (typeof first !== 'string') throw new Error(`sf opened no browser: ${first.message}`);
    const callback = await visit(first, visitor);
    await isListening(callback.origin);
    await fetch(callback);
    return answer;
  }

  #openedUrl(signal: AbortSignal): Promise<string> {
    rmSync(this.#opened, { force: true });
    return new Promise((resolve) => {
      watch(this.#home, { signal }, () => {
        if (existsSync(this.#opened)) resolve(readFileSync(this.#opened, 'utf8'));
      });
    });
  }

  /** Nothing of the user's own, and every switch that keeps the CLI from calling home. */
  #environment(): NodeJS.ProcessEnv {
    const { NODE_COMPILE_CACHE } = process.env;
    return {
      NODE_COMPILE_CACHE,
      PATH: `${this.#home}${delimiter}${process.env.PATH ?? ''}`,
      HOME: this.#home,
      BROWSER: this.#browser(),
      NODE_OPTIONS: `--import=${LOOPBACK_ONLY}`,
      LOOPBACK_ONLY_LOG: this.#outside,
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
      SF_DISABLE_DNS_CHECK: 'true',
      SF_DISABLE_TELEMETRY: 'true',
      SF_DISABLE_LOG_FILE: 'true',
      SF_AUTOUPDATE_DISABLE: 'true',
      SF_SKIP_NEW_VERSION_CHECK: 'true',
      // Tokens are left out of what it prints otherwise.
      SF_TEMP_SHOW_SECRETS: 'true',
      ...this.#variables,
    };
  }

  /** Only notes what it is told to open: the CLI waits for it to end. macOS starts a browser with `open`. */
  #browser(): string {
    const path = join(this.#home, 'open');
    const [note, whole] = [`${this.#opened}.part`, this.#opened];
    writeFileSync(path, `#!/bin/sh\nprintf %s "$1" >"${note}" && mv "${note}" "${whole}"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/**
 * The CLI listens before it answers: a request that comes earlier is never answered. Chrome's preflight of a request to a
 * private network is, once it can be (wire facts, clients.md 2.2).
 */
async function isListening(origin: string): Promise<void> {
  const headers = {
    'access-control-request-private-network': 'true',
    'access-control-request-method': 'GET',
  };
  const answers = async () => {
    const signal = AbortSignal.timeout(200);
    const answer = await fetch(origin, { method: 'OPTIONS', headers, signal }).catch(() => undefined);
    return answer !== undefined;
  };
  await expect.poll(answers, { timeout: PATIENCE, message: `sf answers on ${origin}` }).toBe(true);
}
