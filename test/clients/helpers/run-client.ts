/** Runs a client in a process and a folder of its own, with nothing of the environment but what it is given, and where Node keeps what it compiled. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where it runs; its own folder when left out. */
  readonly cwd?: string;
  /** Its own folder, which is removed with it; a new temporary one when left out. */
  readonly folder?: string;
  /** Written into its own folder before it starts. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What it told: lines that begin with `told`, followed by JSON. */
  readonly told: readonly Readonly<Record<string, unknown>>[];
}

/** How long a client may take on a machine that is busy. */
const PATIENCE = 100_000;

/** A client that runs. It is ended with the test. */
export class Client {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown[]>;
  #stdout = '';
  #stderr = '';

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#closed = once(child, 'close');
    child.stdout.on('data', (data) => {
      this.#stdout += data;
    });
    child.stderr.on('data', (data) => {
      this.#stderr += data;
    });
  }

  static async start(program: Program): Promise<Client> {
    const { env, cwd, files = {} } = program;
    const [command, ...args] = program.command;
    const folder = program.folder ?? (await mkdtemp(join(tmpdir(), 'fauxforce-client-')));
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const own = { PATH, NODE_COMPILE_CACHE, HOME: folder };
    const child = spawn(command, args, { cwd: cwd ?? folder, env: { ...own, ...env } });
    const client = new Client(child);
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await client.#closed.catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    });
    return client;
  }

  /** Waits for a whole line of its output. @returns the first group of the pattern */
  async said(pattern: RegExp): Promise<string> {
    const found = () => pattern.exec(this.#stdout.slice(0, this.#stdout.lastIndexOf('\n') + 1))?.[1];
    return new Promise((resolve, reject) => {
      const look = () => {
        const text = found();
        if (text !== undefined) resolve(text);
      };
      this.#child.stdout.on('data', look);
      this.#closed.then(
        () => reject(new Error(`it never said ${pattern}: ${this.#stdout}${this.#stderr}`)),
        reject,
      );
      look();
    });
  }

  tell(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  async ended(): Promise<Ended> {
    const late = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE);
    const [code] = await this.#closed;
    clearTimeout(late);
    const told = Array.from(this.#stdout.matchAll(/^told (.*)$/gm), ([, facts = '']) => JSON.parse(facts));
    return { code: code as number | null, stdout: this.#stdout, stderr: this.#stderr, told };
  }
}
