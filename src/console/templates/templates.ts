/** The templates by their names. */
import { ENTRY } from './entry.ts';
import { JOURNAL } from './journal.ts';
import { LAYOUT } from './layout.ts';
import { PROBLEM } from './problem.ts';

export const TEMPLATES: Readonly<Record<string, string>> = {
  layout: LAYOUT,
  problem: PROBLEM,
  entry: ENTRY,
  journal: JOURNAL,
};
