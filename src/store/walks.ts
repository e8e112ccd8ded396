/** What a store keeps of walks through flows: texts, which it does not look into. */
import type { Hold } from './jobs.ts';

/** They belong to the state that they walk through: no snapshot holds them, and restoring one or a reset forgets them. */
export interface Walks {
  /** Of all, the newest `most` are kept. */
  add(id: string, text: string, most: number): Promise<void>;
  find(id: string): Promise<string | undefined>;
  /** Takes one, to go on with it. @returns undefined if it is not there, 'busy' while somebody else holds it */
  take(id: string, hold: Hold): Promise<{ readonly text: string } | 'busy' | undefined>;
  /** Writes how far its holder has come, who holds it until then. @returns false, and nothing was written, if it is not theirs any more */
  write(id: string, text: string, hold: Pick<Hold, 'holder' | 'until'>): Promise<boolean>;
}
