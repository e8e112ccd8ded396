/** The tree of Setup: what the user may see of it, and what Quick Find finds. */
import type { Subject } from '../org/subject.ts';
import type { Branch } from './frame/render.ts';
import { type Entry, MAP } from './map.ts';
import { mayDo } from './permitted.ts';

/** @param sought words that each must be in what a page is called, or in a folder that it is in */
export function branchesFor(subject: Subject, sought: string): Branch[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const seen = MAP.flatMap((entry): Leaf[] => {
    const found = entry.tree && { entry, tree: entry.tree, words: wordsOf(entry, entry.tree) };
    return found && mayDo(subject, entry.needs) ? [found] : [];
  });
  return grown(
    seen.filter((leaf) => words.every((word) => leaf.words.includes(word))),
    0,
  );
}

interface Leaf {
  readonly entry: Entry;
  readonly tree: readonly string[];
  readonly words: string;
}

function wordsOf({ words = '' }: Entry, tree: readonly string[]): string {
  return `${tree.slice(-2).join(' ')} ${words}`.toLowerCase();
}

function grown(leaves: readonly Leaf[], depth: number): Branch[] {
  return [...Map.groupBy(leaves, ({ tree }) => tree[depth] ?? '')].flatMap(([label, within]) => {
    const inner = within.filter(({ tree }) => tree.length > depth + 1);
    const pages = within.filter(({ tree }) => tree.length === depth + 1);
    const folder = { label, branches: grown(inner, depth + 1), to: undefined, id: '', words: '' };
    return [...pages.map((leaf) => branchOf(label, leaf)), ...(inner.length > 0 ? [folder] : [])];
  });
}

/** In a Classic tree, the id of a leaf is its node's. */
function branchOf(label: string, { entry, words }: Leaf): Branch {
  const { nodes = [], paths } = entry;
  return { label, branches: [], to: paths[0], id: `${nodes[0]}_font`, words };
}
