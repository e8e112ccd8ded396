/** `start --watch`: reloads a seed when a file of it changes. Tokens stay: only the records in memory are replaced. */

import { type FSWatcher, watch } from 'node:fs';
import { clearTimeout, setTimeout } from 'node:timers';
import { isDeepStrictEqual } from 'node:util';
import type { Org } from '../../org/model.ts';
import { fileProblem, formatProblem, type Problem, SeedError } from '../../seed/problems.ts';
import { readSeed, type SeedInUse } from './seed-in-use.ts';

/** Milliseconds of quiet after a change: editors and git write many files at once. */
const QUIET = 100;

/** Whether a name is one of a seed's files, or of a folder. */
const RELEVANT =
  /^[^.]+$|\.(?:ya?ml|json|jwks|xml|crt|cer|pem|der|connectedApp|eca\w*|profile|permissionset|permissionsetgroup|mutingpermissionset|profileSessionSetting|settings|object|oauthcustomscope|oauthtokenexchangehandler)$/i;

/** @param problems of a change that was not applied; none when the seed was reloaded */
type Tell = (problems: readonly Problem[]) => void;

type Replace = (orgs: readonly Org[]) => Promise<void>;

export class SeedWatch {
  readonly #paths: readonly string[];
  readonly #replace: Replace;
  readonly #tell: Tell;
  #seed: SeedInUse;
  #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;
  #reloading: Promise<void> = Promise.resolve();
  #lastComplaint = '';

  /**
   * @param seed what the paths held when the server started
   * @param replace puts the orgs of a changed seed in the place of those that were there
   */
  constructor(paths: readonly string[], seed: SeedInUse, replace: Replace, tell: Tell) {
    this.#paths = paths;
    this.#seed = seed;
    this.#replace = replace;
    this.#tell = tell;
    this.#watch(seed.directories);
  }

  /** Waits for a reload under way. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
    await this.#reloading;
  }

  #watch(directories: readonly string[]): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [...new Set(directories)].flatMap((directory) => {
      try {
        const watcher = watch(directory, { persistent: false }, (_event, name) => this.#changed(name));
        // A deleted folder is reported by its parent.
        return [watcher.on('error', () => watcher.close())];
      } catch (error) {
        wantWatches(directory, error);
        return [];
      }
    });
  }

  #changed(name: string | null): void {
    if (name !== null && !RELEVANT.test(name)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#reloading = this.#reloading.then(() => this.#reload());
    }, QUIET).unref();
  }

  async #reload(): Promise<void> {
    try {
      this.#watch(this.#seed.directories);
      const next = await readSeed(this.#paths);
      this.#watch([...this.#seed.directories, ...next.directories]);
      const worse = newProblems(this.#seed, next);
      if (worse.length > 0) return this.#complain(worse);
      const isSame = isDeepStrictEqual(next.orgs, this.#seed.orgs);
      this.#seed = next;
      this.#lastComplaint = '';
      if (isSame) return;
      await this.#replace(next.orgs);
      this.#tell([]);
    } catch (error) {
      const path = this.#paths.join(', ');
      this.#complain(
        error instanceof SeedError ? error.problems : [fileProblem(path, `cannot be read again: ${error}`)],
      );
    }
  }

  #complain(problems: readonly Problem[]): void {
    const complaint = problems.map(formatProblem).join('\n');
    if (complaint !== this.#lastComplaint) this.#tell(problems);
    this.#lastComplaint = complaint;
  }
}

/** Ignores a folder that is gone. @throws SeedError when the system refuses */
function wantWatches(directory: string, error: unknown): void {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EMFILE') return;
  const message = `cannot be watched (${code}): the system allows no more watches`;
  throw new SeedError([fileProblem(directory, message)]);
}

/** The project problems that are new, even if old ones have moved within their file. */
function newProblems(before: SeedInUse, after: SeedInUse): Problem[] {
  const known = new Set(before.problems.map(signature));
  return after.problems.filter((problem) => !known.has(signature(problem)));
}

function signature({ file, message }: Problem): string {
  return `${file}\0${message}`;
}
