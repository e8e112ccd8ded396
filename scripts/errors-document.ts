/** docs/errors.md: the catalogue, for people. */
import { catalogueInWords, type RefusalInWords } from '../src/refusals/in-words.ts';
import { recipeInWords } from '../src/refusals/recipe-in-words.ts';

const INTRODUCTION = `# Errors

Every way in which fauxforce refuses a request, by its name. \`npm run docs\` writes this file from the catalogue in
\`src/refusals/\`; \`fauxforce errors <name>\` prints one entry, and \`GET /_fauxforce/refusals\` gives all of them as data.
\`<words>\` stand for what a request is compared with, and \`{{words}}\` for facts of the demo org or of an earlier step.

Certainty says how the answer is known: *observed* on the real server, *documented* by Salesforce, read in the source of
a real *client*, *recalled*, or *unconfirmed*. Sections are those of the wire facts the project was built from.
`;

export function errorsDocument(): string {
  const families = Map.groupBy(catalogueInWords(), ({ name }) => name.split('.')[0] ?? name);
  return [
    INTRODUCTION,
    ...Array.from(families, ([family, refusals]) => familySection(family, refusals)),
  ].join('\n');
}

function familySection(family: string, refusals: readonly RefusalInWords[]): string {
  const rows = refusals.map(
    ({ name, surface, status, error, error_description }) =>
      `| [\`${name}\`](#${anchor(name)}) | ${surface} | ${status} | \`${cell(error)}\` | ${cell(error_description)} |`,
  );
  return [
    `## ${family}\n`,
    '| name | surface | status | error | description |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...refusals.map(entry),
  ].join('\n');
}

function entry({ name, why, fix, evidence, recipe }: RefusalInWords): string {
  const steps = recipeInWords(recipe).map((step, i) => `  ${i + 1}. \`${step.replaceAll('`', "'")}\``);
  return [
    `### ${name}\n`,
    `- **Compared:** ${text(why)}`,
    `- **Fix:** ${text(fix)}`,
    `- **Evidence:** ${evidence.section} (${evidence.certainty})`,
    '- **How to see it:**',
    ...steps,
    '',
  ].join('\n');
}

/** As GitHub makes it from a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function cell(words: string): string {
  return text(words).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** Keeps Markdown from reading placeholders as HTML. */
function text(words: string): string {
  return words.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
