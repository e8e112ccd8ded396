import { describe, expect, it } from 'vitest';
import { follow } from '../../src/recipes/run-recipe.ts';
import { catalogue, type RefusalName } from '../../src/refusals/catalogue.ts';
import { catalogueInWords } from '../../src/refusals/in-words.ts';
import type { Recipe } from '../../src/refusals/refusal.ts';
import { freshServers } from '../helpers/fresh.ts';

const fresh = freshServers();

const general = new Map(catalogueInWords().map(({ name, why }) => [name, why]));

/** A sentence of docs/errors.md as a pattern: `<name>` stands for whatever was compared. */
function sentence(why: string): RegExp {
  const parts = why.split(/<[^<>]*>/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`);
}

/** The catalogue held from both sides: each entry is produced by its own recipe, and is what reaches the wire. */
describe('recipes', () => {
  it.each(Object.keys(catalogue) as RefusalName[])('%s', async (name) => {
    const facts = catalogue[name];
    const recipe: Recipe = facts.recipe;
    const sf = await fresh({ allowClientIpHeader: true, ...(recipe.given ? { demo: recipe.given } : {}) });
    await follow(sf, recipe.steps);
    const entry = sf.journal.last({ outcome: 'refused' });
    expect(entry?.refusal).toMatchObject({ name, error: facts.error });
    // After a log-in the same redirect to the callback is a page that redirects by script (authorize.md 2).
    expect(facts.surface === 'callback' ? [302, 200] : [facts.status]).toContain(entry?.status);
    // What the documents say in general is what this very refusal says of itself.
    if (entry?.refusal?.armed === undefined)
      expect(entry?.refusal?.why).toMatch(sentence(general.get(name) ?? ''));
    if (name.startsWith('request.')) return; // refused by the server itself, before any check
    const check = entry?.checks.findLast((one) => one.name === name);
    expect(check).toMatchObject({ ok: false, detail: entry?.refusal?.why });
  });
});
