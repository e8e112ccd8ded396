/** What commands show of an org, as text. */
import colors from 'picocolors';
import { printable } from '../journal/request-line.ts';
import type { AppFacts, WholeOrg } from '../lab/answers.ts';
import { filled } from './rows.ts';

/** `Acme  00D5g000004AcmeEAC  developer  My Domain acme`, on a narrow terminal in several rows. */
export function orgLines({ org }: Pick<WholeOrg, 'org'>, width = Number.POSITIVE_INFINITY): string[] {
  const { id, name, type, myDomain, isActive } = org;
  const state = isActive ? [] : [colors.red('not active')];
  return filled([colors.bold(printable(name)), id, type, `My Domain ${myDomain}`, ...state], '  ', width);
}

export function flowsInWords({ flows }: Pick<AppFacts, 'flows'>): string {
  return (
    flows.join(', ') || 'nothing: it is blocked, switched off, has no callback URL, or no user may use it'
  );
}

/** The widest cell that widens its column. A wider one shifts the rest of its own row only. */
const WIDEST = 40;

/** Aligns the columns of rows, each indented by two blanks. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(...rows.map((row) => printable(row[i] ?? '').length).filter((width) => width <= WIDEST), 0),
  );
  return rows.map((row) =>
    `  ${row.map((cell, i) => printable(cell).padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd(),
  );
}

/** A table with a head, or for a terminal that is too narrow for it the cells of each row one below the other. */
export function headedTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const lines = table([head, ...rows]);
  if (lines.every((line) => line.length <= width)) return lines;
  return rows.flatMap(([first = '', ...others]) => [
    `  ${printable(first)}`,
    ...table(others.map((cell, i) => [`  ${head[i + 1]}`, cell])),
  ]);
}
