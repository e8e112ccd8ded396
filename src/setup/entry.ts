/** A row of the map of Setup: one page, or one kind of page. */
import type { Needs, SetupPage } from './visit.ts';

export interface Entry {
  /** In a path, `{0H4}` stands for the id of a record. The first path is the one that the tree leads to. */
  readonly paths: readonly [string, ...string[]];
  /** Lightning nodes that lead there. */
  readonly nodes?: readonly string[];
  /** Folders, and at the end the label. Left out: the tree has it not. */
  readonly tree?: readonly string[];
  /** Further words that Quick Find finds it by. */
  readonly words?: string;
  readonly needs: Needs;
  readonly load: () => Promise<SetupPage>;
}
