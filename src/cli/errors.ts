/** `fauxforce errors`: every way Salesforce says no, or one of them explained. */
import type { Command } from 'commander';
import type { RefusalInWords } from '../refusals/in-words.ts';
import { nearestTo } from '../seed/nearest.ts';
import { UsageError } from './failure.ts';

export function addErrorsCommand(program: Command): void {
  program
    .command('errors')
    .description('list the refusals, explain one of them, or see it happen')
    .argument('[name]', 'a refusal, such as jwt.audience, or an answer, such as invalid_grant')
    .option('--run', 'follow its recipe in an org of its own; exit code 1 if it is not refused as explained')
    .option('--json', 'print JSON')
    .action(
      async (name: string | undefined, { run = false, json = false }: { run?: boolean; json?: boolean }) => {
        const { catalogueInWords } = await import('../refusals/in-words.ts');
        const { explain, list } = await import('./errors-text.ts');
        const refusals = catalogueInWords();
        if (name === undefined && run)
          throw new UsageError('--run needs the name of a refusal: fauxforce errors lists them');
        if (name === undefined) return print(json ? refusals : list(refusals));
        const refusal = refusals.find((candidate) => candidate.name === name);
        if (refusal === undefined) {
          const answered = refusals.filter((candidate) => answers(candidate, name));
          if (answered.length === 0) throw unknown(name, refusals);
          if (run)
            throw new UsageError(`--run needs the name of a refusal: fauxforce errors '${name}' lists them`);
          return print(json ? answered : list(answered));
        }
        if (!run) return print(json ? refusal : explain(refusal));
        const { describe, reproduce } = await import('./errors-run.ts');
        const seen = await reproduce(refusal);
        print(json ? seen : describe(seen));
        if (!seen.reproduced) process.exitCode = 1;
      },
    );
}

function print(value: unknown): void {
  process.stdout.write(typeof value === 'string' ? value : `${JSON.stringify(value)}\n`);
}

/** Whether its answer has these words: its `error`, or its description. */
function answers({ error, error_description }: RefusalInWords, words: string): boolean {
  return [error, error_description].some((text) => text.toLowerCase() === words.trim().toLowerCase());
}

/** The nearest name, or those that share a part with what was asked for. */
function unknown(name: string, refusals: readonly RefusalInWords[]): UsageError {
  const names = refusals.map((refusal) => refusal.name);
  const nearest = nearestTo(name, names);
  const parts = name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part.length > 2);
  const related = names.filter((known) => parts.some((part) => known.includes(part)));
  const candidates = [...new Set([...(nearest ? [nearest] : []), ...related])].slice(0, 12);
  return new UsageError(
    candidates.length === 0
      ? `there is no refusal '${name}': fauxforce errors lists them`
      : `there is no refusal '${name}': did you mean ${candidates.join(', ')}?`,
  );
}
