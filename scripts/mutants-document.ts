/** `docs/mutants.md`: how many mutants of each rule the tests notice, and why they do not notice the rest. */
import { explanationOf } from '../test/mutants/explained.ts';
import { modules } from '../test/mutants/modules.ts';
import { readResults, scoreOf } from '../test/mutants/results.ts';

const HEAD = `# Mutants

\`npm run mutants\` has StrykerJS change the rules that let people in, in one place at a time: a comparison turned round, a condition left out, a
number or a pattern changed. Each such mutant must make a test of the rule fail. \`npm run mutants -- <module>\` tries one module, and \`npm run
test:all\` those that have changed since. At least 90 % of each module in the table are noticed, and of every other mutant stands here why it is not. Which tests are
asked is in \`test/mutants/modules.ts\`, the explanations are in \`test/mutants/explained.ts\`.
`;

export function mutantsDocument(): string {
  const results = Object.entries(readResults()).filter(([name]) => Object.hasOwn(modules, name));
  const rows = results.map(([name, result]) => {
    const files = (modules[name]?.files ?? []).map((file) => `\`${file}\``).join(', ');
    return `| ${name} | ${files} | ${result.killed} of ${result.mutants} | ${scoreOf(result)} % |`;
  });
  const missing = Object.keys(modules).filter((name) => results.every(([found]) => found !== name));
  const note = missing.length === 0 ? '' : `\nNot yet shown to be at nine of ten: ${missing.join(', ')}.\n`;
  const table = ['| module | files | noticed | |', '|---|---|---|---|', ...rows].join('\n');
  const survivors = results.flatMap(([, result]) => result.survivors);
  const explained = survivors.map((survivor) => {
    const { file, from, to } = survivor;
    return `| \`${file}\` | ${code(from)} | ${code(to)} | ${explanationOf(survivor) ?? 'Not explained yet.'} |`;
  });
  const list = ['| file | instead of | stands | why no test notices |', '|---|---|---|---|', ...explained];
  return `${HEAD}\n${table}\n${note}\n## What no test notices\n\n${list.join('\n')}\n`;
}

/** In a cell of a table a pipe ends the cell, in code too. */
function code(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 119)}…` : text;
  return short === '' ? '(nothing)' : `\`\` ${short.replaceAll('|', '\\|')} \`\``;
}
