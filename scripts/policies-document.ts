/** docs/policies.md: the table of policies, for people. */

import { type Flow, flows } from '../src/org/flows.ts';
import { policies } from '../src/policies/policies.ts';
import type { Cell, PolicyRow } from '../src/policies/policy-table.ts';

const INTRODUCTION = `# Policies

What an org demands of its apps and users, in the order in which it is checked. \`npm run docs\` writes this file from the table in
\`src/policies/policies.ts\`; a test runs every cell of it. The order is that of the wire facts (model.md 4.8), as the platform's
own is not published; [errors.md](errors.md) has each refusal with its bytes, its evidence and a recipe.

A policy that nobody has set is neither checked nor shown in the journal. Stages: *client* once the consumer key is read, *app*
once the app is known and may be used on the host called, *flow* once it is known what is asked for, *password* before a
password is looked at, *user* once the user is known, *access* for this user and app, *level* once the scopes are checked.

In the lists below, *log in again* means that the browser's session counts no longer and the log-in page, which then refuses,
is shown; *ended* means that a token is as good as revoked, which every resource says in its own words.
`;

export function policiesDocument(): string {
  const lines = policies.rows.map(
    ({ stage, name, demands, evidence }, i) =>
      `| ${i + 1} | [${name}](#${anchor(name)}) | ${stage} | ${demands} | ${evidence.section} (${evidence.certainty}) |`,
  );
  return [
    INTRODUCTION,
    '| | policy | stage | demands | evidence |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    ...policies.rows.map(section),
  ].join('\n');
}

function section({ name, demands, cells }: PolicyRow): string {
  const rows = Object.entries(flows).map(
    ([flow, { title }]) => `| ${title} | ${inWords(cells[flow as Flow])} |`,
  );
  return [`## ${name}\n`, `${demands}\n`, '| where | answer |', '|---|---|', ...rows, ''].join('\n');
}

function inWords(cell: Cell): string {
  if (typeof cell === 'string') return `[\`${cell}\`](errors.md#${anchor(cell)})`;
  if ('logIn' in cell) return 'log in again';
  if ('ended' in cell) return `ended: the token is ${cell.ended}`;
  return `– ${cell.because}`;
}

/** As GitHub makes it from a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
