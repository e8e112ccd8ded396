/**
 * The curl scripts of docs/errors do what the recipes do: each line is read as a shell would and sent, so that this
 * needs neither a shell nor curl. What a script leaves to a person, the recipe's own step does, and what is to happen at once.
 */
import { describe, expect, it } from 'vitest';
import { RecipeRunner } from '../../src/recipes/run-recipe.ts';
import { catalogue, type RefusalName } from '../../src/refusals/catalogue.ts';
import { stepAsCurl } from '../../src/refusals/recipe-as-curl.ts';
import type { Recipe } from '../../src/refusals/refusal.ts';
import { demoFacts } from '../../src/seed/demo-facts.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { curl, type Variables } from '../helpers/curl.ts';
import { freshServers } from '../helpers/fresh.ts';

const fresh = freshServers();

/** What the one group of a basic regular expression, as sed takes it, finds in a text. */
function groupOf(pattern: string, text: string): string {
  return new RegExp(pattern.replaceAll('\\(', '(').replaceAll('\\)', ')')).exec(text)?.[1] ?? '';
}

async function runLine(line: string, variables: Variables): Promise<void> {
  const found =
    /^(\w+)=\$\(printf %s "\$(\w+)" \| sed -n 's\/(.*)\/\\1\/p' \| grep \. \|\| printf %s "\$\1"\)$/.exec(
      line,
    );
  if (found) {
    const [, name = '', answer = '', pattern = ''] = found;
    const value = groupOf(pattern, variables.get(answer) ?? '');
    if (value) variables.set(name, value);
    return;
  }
  const [, name, inner, pattern] =
    /^(\w+)=\$\((curl .*?)(?: \| sed -e 's\/(.*)\/\\1\/' -e 's\/%3D\/=\/g')?\)$/s.exec(line) ?? [];
  const { body, location } = await curl(inner ?? line, variables);
  if (name === 'location') variables.set(name, location);
  else if (name === 'code') variables.set(name, groupOf(pattern ?? '', location).replaceAll('%3D', '='));
  else if (name !== undefined) variables.set(name, body);
}

async function follow(sf: Fauxforce, recipe: Recipe): Promise<void> {
  const runner = new RecipeRunner(sf);
  const facts = demoFacts(sf.orgs);
  const variables: Variables = new Map([['FAUXFORCE', sf.url]]);
  for (const [i, step] of recipe.steps.entries()) {
    const lines = stepAsCurl(recipe, i, facts).filter(
      (line) => !line.startsWith('#') && !line.startsWith('for '),
    );
    for (const line of lines) await runLine(line, variables);
    if (lines.length === 0) {
      await runner.do(step);
      for (const [name, value] of runner.saved) if (!facts.has(name)) variables.set(name, value);
    }
    for (const [name, value] of variables) runner.saved.set(name, value);
  }
}

describe('scripts', () => {
  it.each(Object.keys(catalogue) as RefusalName[])('%s', async (name) => {
    const recipe: Recipe = catalogue[name].recipe;
    const sf = await fresh({
      allowClientIpHeader: true,
      ...(recipe.given ? { demo: recipe.given } : {}),
    });
    await follow(sf, recipe);
    expect(sf.journal.last({ outcome: 'refused' })?.refusal?.name).toBe(name);
  });

  it('leave to a person only what curl cannot do', () => {
    const left = Object.values(catalogue).flatMap(({ recipe }) =>
      recipe.steps.filter((_step, i) =>
        stepAsCurl(recipe, i, new Map()).every((line) => line.startsWith('#')),
      ),
    );
    const kinds = new Set(
      left.map(
        (step) =>
          ['login', 'connect', 'jwt', 'saml', 'change', 'restore'].find((kind) => kind in step) ?? 'large',
      ),
    );
    expect([...kinds].sort()).toEqual(['change', 'connect', 'jwt', 'large', 'login', 'restore', 'saml']);
  });
});
