/** `fauxforce errors`: every way Salesforce says no, or one of them explained. */
import type { Command } from 'commander';
import type { RefusalInWords } from '../../refusals/in-words.ts';
import { UsageError } from '../failure.ts';

interface Choice {
  readonly run?: boolean;
  readonly json?: boolean;
}

export function addErrorsCommand(program: Command): void {
  program
    .command('errors')
    .description('list the refusals, explain one of them, or see it happen')
    .argument(
      '[what...]',
      "a refusal (jwt.audience), an answer (invalid_grant, or all of it in '…'), or a guide's words (access denied)",
    )
    .option('--run', 'follow its recipe in an org of its own; exit code 1 if it is not refused as explained')
    .option('--json', 'print JSON')
    .action(async (words: readonly string[], { run = false, json = false }: Choice) => {
      const { catalogueInWords, withoutLongRecipe } = await import('../../refusals/in-words.ts');
      const refusals = catalogueInWords();
      const asked = words.join(' ').trim();
      const named = refusals.find(({ name }) => name === asked.toLowerCase());
      if (run && asked === '')
        throw new UsageError('--run needs the name of a refusal: fauxforce errors lists them');
      if (run && named) return runRecipe(named, json);
      if (named) return print(json ? named : (await import('../errors-text.ts')).explain(named));
      const { found, text } = await find(asked, refusals);
      if (run)
        throw new UsageError(`--run needs the name of a refusal: fauxforce errors '${asked}' lists them`);
      print(json ? found.map(withoutLongRecipe) : text);
    });
}

interface Found {
  readonly found: readonly RefusalInWords[];
  readonly text: string;
}

/** @throws UsageError that names the nearest */
async function find(asked: string, refusals: readonly RefusalInWords[]): Promise<Found> {
  const { list } = await import('../errors-text.ts');
  if (asked === '') return { found: refusals, text: list(refusals) };
  const { searchRefusals, suggestionsFor } = await import('../errors-search.ts');
  const { refusals: found, note } = searchRefusals(asked, refusals);
  if (found.length === 0) throw unknown(asked, suggestionsFor(asked, refusals));
  return { found, text: `${note ? `${note}\n` : ''}${list(found)}` };
}

async function runRecipe(refusal: RefusalInWords, json: boolean): Promise<void> {
  const { reproductionText, reproduce } = await import('../errors-run.ts');
  const seen = await reproduce(refusal);
  print(json ? seen : reproductionText(seen));
  if (!seen.reproduced) process.exitCode = 1;
}

function print(value: unknown): void {
  process.stdout.write(typeof value === 'string' ? value : `${JSON.stringify(value)}\n`);
}

function unknown(asked: string, suggestions: readonly string[]): UsageError {
  return new UsageError(
    suggestions.length === 0
      ? `there is no refusal '${asked}': fauxforce errors lists them`
      : `there is no refusal '${asked}': did you mean ${suggestions.join(', ')}?`,
  );
}
