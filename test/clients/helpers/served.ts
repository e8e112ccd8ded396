/** A server for the clients of a test file, and what `fauxforce env` prints for it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoChanges } from '../../../src/refusals/refusal.ts';
import { type Fauxforce, startFauxforce } from '../../../src/testing/index.ts';
import { type Settings, settingsFor } from './settings.ts';

export class Served implements AsyncDisposable {
  readonly sf: Fauxforce;
  readonly #ca: string;
  readonly #settings = new Map<string, Promise<Settings>>();

  private constructor(sf: Fauxforce, ca: string) {
    this.sf = sf;
    this.#ca = ca;
  }

  static async start(demo: DemoChanges = {}): Promise<Served> {
    const ca = await mkdtemp(join(tmpdir(), 'fauxforce-ca-'));
    return new Served(await startFauxforce({ demo, ca }), ca);
  }

  /** The settings of a client: asked for once. */
  settingsFor(client: string): Promise<Settings> {
    const settings = this.#settings.get(client) ?? settingsFor(client, this.sf, this.#ca);
    this.#settings.set(client, settings);
    return settings;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sf[Symbol.asyncDispose]();
    await rm(this.#ca, { recursive: true, force: true });
  }
}
