/** The templates by their names. */
import { BLOCKS, PARTS } from './blocks.ts';
import { ENTRY } from './entry.ts';
import { JOURNAL } from './journal.ts';
import { LAYOUT } from './layout.ts';
import { PROBLEM } from './problem.ts';

export const TEMPLATES: Readonly<Record<string, string>> = {
  layout: LAYOUT,
  problem: PROBLEM,
  blocks: BLOCKS,
  ...PARTS,
  entry: ENTRY,
  journal: JOURNAL,
};
