/** Refusals as text: the list, and one of them with its recipe. */

import type { RefusalInWords } from '../refusals/in-words.ts';
import { recipeInWords } from '../refusals/recipe-in-words.ts';
import { evidenceInWords } from '../refusals/refusal.ts';

export function list(refusals: readonly RefusalInWords[]): string {
  const width = Math.max(...refusals.map(({ name }) => name.length));
  return refusals
    .map(
      ({ name, status, error, error_description }) =>
        `${name.padEnd(width)}  ${status} ${[error, oneLine(error_description)].filter(Boolean).join(': ')}\n`,
    )
    .join('');
}

export function explain(refusal: RefusalInWords): string {
  const { name, surface, status, error, error_description, why, fix, evidence, recipe } = refusal;
  const steps = recipeInWords(recipe).map((step, i) => `  ${i + 1}. ${step}`);
  return [
    name,
    '',
    `answer     ${status} ${error} (${surface})`,
    ...(error_description === '' ? [] : [`           ${oneLine(error_description)}`]),
    `compared   ${why}`,
    `fix        ${fix}`,
    `evidence   ${evidence.section} (${evidenceInWords(evidence)})`,
    '',
    'how to see it, with the demo org:',
    ...steps,
    '',
  ].join('\n');
}

/** A SOQL error has the query on lines of its own. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\n+/g, ' / ');
}
