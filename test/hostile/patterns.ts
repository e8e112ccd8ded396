/** The regular expressions of src that can take longer than their text is long: those that repeat without a bound. */
import { stripTypeScriptTypes } from 'node:module';
import { parseAst } from 'rolldown/parseAst';
import { sources } from '../house/sources.ts';

export interface Pattern {
  readonly file: string;
  /** `/a+/g` */
  readonly source: string;
}

const REPEATS = /[*+]|\{\d+,\}/;

export function patternsOfSources(): Pattern[] {
  return sources.flatMap(({ path, text }) =>
    patternsIn(parseAst(stripTypeScriptTypes(text, { mode: 'strip' })))
      .filter((source) => REPEATS.test(source))
      .map((source) => ({ file: path, source })),
  );
}

function patternsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { regex } = node as { regex?: { pattern: string; flags: string } };
  if (regex) return [`/${regex.pattern}/${regex.flags}`];
  return Object.values(node).flatMap(patternsIn);
}
