/** docs/errors.md and the pages of docs/errors: the catalogue, for people. */

import { catalogueInWords, type RefusalInWords } from '../src/refusals/in-words.ts';
import { type DemoFacts, recipeAsCurl } from '../src/refusals/recipe-as-curl.ts';
import { type Certainty, evidenceInWords } from '../src/refusals/refusal.ts';
import { demoOrgs } from '../src/seed/demo.ts';
import { demoFacts } from '../src/seed/demo-facts.ts';

const INTRODUCTION = `# Errors

Every way in which fauxforce refuses a request: its name, the answer, what was compared, and how to fix it. \`<words>\` stand for what a
request is compared with. A name leads to its evidence and to a script that makes it happen.

- \`fauxforce errors <name>\` prints one refusal; \`GET /_fauxforce/refusals\` gives all of them as JSON.
- \`fauxforce errors <name> --run\` makes it happen in an org of its own, and prints requests, answer and explanation.
- \`fauxforce arm <name>\` makes the next request fail with it, without its cause: [failures.md](failures.md).

Certainty says how an answer is known: *observed* on the real server, *documented* by Salesforce, read in the source of
a real *client*, *recalled*, or *unconfirmed*. \`npm run docs\` writes this page, and those it leads to, from the catalogue in
\`src/refusals/\`.
`;

const INTRODUCTION_OF_FAMILY = `Each refusal with its evidence and a script. [All refusals](../errors.md) says what their words mean.

The scripts want a server with the demo org and \`FAUXFORCE=http://localhost:7332\`. Their comments are what curl cannot do. Sections are
those of the wire facts the project was built from.
`;

/** The index: what to read first with an answer in hand. */
export function errorsDocument(): string {
  const refusals = catalogueInWords();
  return [
    INTRODUCTION,
    `${howManyAreKnown(refusals)}\n`,
    sharedAnswers(refusals),
    ...Array.from(byFamily(refusals), ([family, refusals]) => familySection(family, refusals)),
  ].join('\n');
}

/** The pages of docs/errors by their names. */
export async function errorFamilyDocuments(): Promise<ReadonlyMap<string, string>> {
  const facts = demoFacts(await demoOrgs());
  return new Map(
    Array.from(byFamily(catalogueInWords()), ([family, refusals]) => [
      `${family}.md`,
      [`# ${family}\n`, INTRODUCTION_OF_FAMILY, ...refusals.map((refusal) => entry(refusal, facts))].join(
        '\n',
      ),
    ]),
  );
}

function byFamily(refusals: readonly RefusalInWords[]): ReadonlyMap<string, readonly RefusalInWords[]> {
  return Map.groupBy(refusals, ({ name }) => familyOf(name));
}

function familyOf(name: string): string {
  return name.split('.')[0] ?? name;
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
  const answers = Map.groupBy(refusals, textOfAnswer);
  const rows = [...answers]
    .filter(([, causes]) => causes.length > 1)
    .sort(([, some], [, others]) => others.length - some.length)
    .map(([answer, causes]) => `| ${answer} | ${causes.map(({ name }) => linkToRow(name)).join(', ')} |`);
  return [
    '## Answers with several causes\n',
    'The journal and the log say which one it was. All other answers have one cause: search this page for the text.\n',
    '| answer | causes |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function familySection(family: string, refusals: readonly RefusalInWords[]): string {
  return [
    `## ${family}\n`,
    '| name | answer | why | fix |',
    '|---|---|---|---|',
    ...refusals.map(row),
    '',
  ].join('\n');
}

/** With an anchor, as a heading of that name would have: links from elsewhere lead here. */
function row(refusal: RefusalInWords): string {
  const { name, status, why, fix } = refusal;
  const link = `[\`${name}\`](errors/${familyOf(name)}.md#${anchor(name)})`;
  return `| <a id="${anchor(name)}"></a>${link} | ${status} ${textOfAnswer(refusal)} | ${cell(why)} | ${cell(fix)} |`;
}

function entry(refusal: RefusalInWords, facts: DemoFacts): string {
  const { name, surface, status, why, fix, evidence, recipe } = refusal;
  return [
    `## ${name}\n`,
    `- **Answer:** ${status} ${textOfAnswer(refusal)} (surface: ${surface})`,
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

/** `` `invalid_grant` authentication failure `` */
function textOfAnswer({ error, error_description }: RefusalInWords): string {
  return `\`${cell(error)}\` ${cell(error_description)}`.trim();
}

/** One header or parameter of a command a line. */
function wrapped(line: string): string {
  return line.startsWith('#')
    ? line
    : line.replace(/ (?=(?:-H|--data-urlencode|--data-binary) ")/g, ' \\\n  ');
}

function linkToRow(name: string): string {
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
