/** The part of docs/supported.md about rows of the wire facts: what showed each when the tests were run last (test/rows). */
import { readResults } from '../test/rows/results.ts';
import { ROWS, type Row, type Rows } from '../test/rows/row.ts';

const TITLES: Readonly<Record<keyof typeof ROWS, string>> = {
  'rest-data': 'Records by REST',
  'soap-data': 'Records by SOAP',
  'identity-and-resources': 'SAML: section 8',
  'setup-pages': 'SAML: appendix A',
};

/** Of each document a heading, how many rows are shown, and the table. */
export function rowSections(): readonly string[] {
  const shown = Map.groupBy(readResults(), ({ row }) => row);
  const filesOf = (id: string) => shown.get(id)?.map(({ file }) => `\`test/${file}\``) ?? [];
  return Object.entries<Rows>(ROWS).map(([document, rows]) => {
    const entries = Object.entries(rows).map(([name, row]) => ({
      name,
      row,
      files: filesOf(`${document} ${name}`),
    }));
    const lines = entries.map(
      ({ name, row, files }) => `| ${name} | ${whatOf(row)} | ${proofOf(row, files)} |`,
    );
    const inLimits = entries.filter(({ row, files }) => files.length === 0 && typeof row !== 'string').length;
    const proved = entries.filter(({ files }) => files.length > 0).length;
    const count = `Of ${entries.length} rows of ${document}.md the tests show ${proved}, whole answer for whole answer; [limits.md](limits.md) says of ${inLimits} (${percent(inLimits, entries.length)}) why not.`;
    const title = `## ${TITLES[document as keyof typeof ROWS]}`;
    return [title, '', count, '', '| row | what | shown by |', '|---|---|---|', ...lines].join('\n');
  });
}

function whatOf(row: Row): string {
  return typeof row === 'string' ? row : row.what;
}

function proofOf(row: Row, files: readonly string[]): string {
  if (files.length > 0) return files.join(', ');
  return typeof row === 'string' ? '–' : limitsLink(row.limits);
}

function percent(part: number, all: number): string {
  return `${((100 * part) / all).toFixed(1)} %`;
}

/** A link to a heading of docs/limits.md. */
export function limitsLink(heading: string): string {
  const anchor = heading
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replaceAll(' ', '-');
  return `[limits: ${heading}](limits.md#${anchor})`;
}
