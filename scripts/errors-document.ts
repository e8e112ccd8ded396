/** docs/errors.md: the catalogue, for people. */

import { type DemoFacts, recipeAsCurl } from '../src/recipes/recipe-as-curl.ts';
import { catalogueInWords, type RefusalInWords } from '../src/refusals/in-words.ts';
import { type Certainty, evidenceInWords } from '../src/refusals/refusal.ts';
import { demoOrgs } from '../src/seed/demo.ts';
import { demoFacts } from '../src/seed/demo-facts.ts';

const INTRODUCTION = `# Errors

Every way in which fauxforce refuses a request, by its name. Each entry says what was compared, how to fix it, and how to see it happen.
\`<words>\` stand for what a request is compared with.

- \`fauxforce errors <name>\` prints one entry; \`GET /_fauxforce/refusals\` gives all of them as JSON.
- \`fauxforce errors <name> --run\` makes it happen in an org of its own, and prints requests, answer and explanation.
- The scripts below do the same with curl. They want a server with the demo org and \`FAUXFORCE=http://localhost:7332\`; their comments
  are what curl cannot do.
- \`fauxforce arm <name>\` makes the next request fail with it, without its cause: [failures.md](failures.md).

Certainty says how the answer is known: *observed* on the real server, *documented* by Salesforce, read in the source of
a real *client*, *recalled*, or *unconfirmed*. Sections are those of the wire facts the project was built from.
\`npm run docs\` writes this page from the catalogue in \`src/refusals/\`.
`;

export async function errorsDocument(): Promise<string> {
  const facts = demoFacts(await demoOrgs());
  const refusals = catalogueInWords();
  const families = Map.groupBy(refusals, ({ name }) => name.split('.')[0] ?? name);
  return [
    INTRODUCTION,
    `${howManyAreKnown(refusals)}\n`,
    sharedAnswers(refusals),
    ...Array.from(families, ([family, refusals]) => familySection(family, refusals, facts)),
  ].join('\n');
}

/** `Of 240: 98 observed, …` */
function howManyAreKnown(refusals: readonly RefusalInWords[]): string {
  const known = Map.groupBy(refusals, ({ evidence }) => evidence.certainty);
  const order: readonly Certainty[] = ['observed', 'documented', 'client', 'recalled', 'unconfirmed'];
  const parts = order.map((certainty) => `${known.get(certainty)?.length ?? 0} ${certainty}`);
  return `Of ${refusals.length}: ${parts.join(', ')}.`;
}

/** Where to begin for whoever has the answer and looks for its cause. */
function sharedAnswers(refusals: readonly RefusalInWords[]): string {
  const answers = Map.groupBy(refusals, ({ error, error_description }) =>
    `\`${cell(error)}\` ${cell(error_description)}`.trim(),
  );
  const rows = [...answers]
    .filter(([, causes]) => causes.length > 1)
    .sort(([, some], [, others]) => others.length - some.length)
    .map(([answer, causes]) => `| ${answer} | ${causes.map(({ name }) => link(name)).join(', ')} |`);
  return [
    '## Answers with several causes\n',
    'The journal and the log say which one it was. All other answers have one cause: search this page for the text.\n',
    '| answer | causes |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function familySection(family: string, refusals: readonly RefusalInWords[], facts: DemoFacts): string {
  const rows = refusals.map(
    ({ name, surface, status, error, error_description }) =>
      `| ${link(name)} | ${surface} | ${status} | \`${cell(error)}\` | ${cell(error_description)} |`,
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
    `- **Evidence:** ${evidence.section} (${evidenceInWords(evidence)})`,
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

function link(name: string): string {
  return `[\`${name}\`](#${anchor(name)})`;
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
