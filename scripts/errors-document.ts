/** docs/errors.md: the catalogue, for people. */
import { catalogueInWords, type RefusalInWords } from '../src/refusals/in-words.ts';
import { type DemoFacts, recipeAsCurl } from '../src/refusals/recipe-as-curl.ts';
import { demoFacts } from '../src/seed/demo-facts.ts';

const INTRODUCTION = `# Errors

Every way in which fauxforce refuses a request, by its name. \`npm run docs\` writes this file from the catalogue in
\`src/refusals/\`; \`fauxforce errors <name>\` prints one entry, and \`GET /_fauxforce/refusals\` gives all of them as data.
\`<words>\` stand for what a request is compared with. \`fauxforce errors <name> --run\` sees one happen in an org of its own and prints
requests, answer and explanation. The scripts want \`FAUXFORCE=http://localhost:7332\` and a server with the demo org; their comments are
what curl cannot do. To see the same refusal without its cause, arm it: [failures.md](failures.md).

Certainty says how the answer is known: *observed* on the real server, *documented* by Salesforce, read in the source of
a real *client*, *recalled*, or *unconfirmed*. Sections are those of the wire facts the project was built from.
`;

export function errorsDocument(): string {
  const facts = demoFacts();
  const families = Map.groupBy(catalogueInWords(), ({ name }) => name.split('.')[0] ?? name);
  return [
    INTRODUCTION,
    ...Array.from(families, ([family, refusals]) => familySection(family, refusals, facts)),
  ].join('\n');
}

function familySection(family: string, refusals: readonly RefusalInWords[], facts: DemoFacts): string {
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
    ...refusals.map((refusal) => entry(refusal, facts)),
  ].join('\n');
}

function entry({ name, why, fix, evidence, recipe }: RefusalInWords, facts: DemoFacts): string {
  return [
    `### ${name}\n`,
    `- **Compared:** ${text(why)}`,
    `- **Fix:** ${text(fix)}`,
    `- **Evidence:** ${evidence.section} (${evidence.certainty})`,
    `- **How to see it:** \`fauxforce errors ${name} --run\`, or against a server with the demo org:\n`,
    '```sh',
    ...recipeAsCurl(recipe, facts).map(wrapped),
    '```',
    '',
  ].join('\n');
}

/** One header or parameter of a command a line. */
function wrapped(line: string): string {
  return line.startsWith('#')
    ? line
    : line.replace(/ (?=(?:-H|--data-urlencode|--data-binary) ")/g, ' \\\n  ');
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
