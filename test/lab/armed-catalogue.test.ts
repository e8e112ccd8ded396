/** Every refusal of the catalogue can be armed, and refuses a request that would have succeeded, as the real one does. */
import { describe, expect, it } from 'vitest';
import { follow } from '../../src/recipes/run-recipe.ts';
import { catalogue, factsOf, type RefusalName } from '../../src/refusals/catalogue.ts';
import { freshServers } from '../helpers/fresh.ts';
import { happy } from './happy.ts';

const fresh = freshServers();
const CHANGES = { apps: { Web_Server: { assetToken: { audiences: ['https://devices.acme.example'] } } } };

/** The happy requests that a refusal says it strikes: one for each of its places, at the token endpoint for each of its grants. */
function requestsOf(name: RefusalName): string[] {
  const { places, grants = ['client_credentials'] } = factsOf(name).at;
  return places.flatMap((place) => (place === 'token' ? grants.map((grant) => `token ${grant}`) : place));
}

const armed = (Object.keys(catalogue) as RefusalName[]).flatMap((name) =>
  requestsOf(name).map((request) => [name, request] as const),
);

describe('without a failure', () => {
  it.each(Object.keys(happy))('%s succeeds', async (key) => {
    const sf = await fresh({ demo: CHANGES });
    await follow(sf, happy[key] ?? []);
    expect(sf.journal.entries({ outcome: 'refused' })).toEqual([]);
  });
});

describe('armed', () => {
  it.each(armed)('%s at %s', async (name, request) => {
    const facts = factsOf(name);
    const sf = await fresh({ demo: CHANGES });
    let ids: readonly string[] = [];
    await follow(sf, happy[request] ?? [], () => {
      ids = sf.arm(name).map(({ id }) => id);
    });
    expect(ids).toEqual([expect.stringMatching(/^f\d+$/)]);
    const [id] = ids;
    const refused = sf.journal.entries({ outcome: 'refused' });
    expect(refused).toHaveLength(1);
    const [entry] = refused;
    expect(entry).toMatchObject({
      refusal: { name, error: facts.error, armed: id },
      armed: { id, what: name },
    });
    if (typeof facts.description === 'string') {
      expect(entry?.refusal?.error_description).toBe(facts.description);
    }
    expect(facts.surface === 'callback' ? [302, 200] : [facts.status]).toContain(entry?.status);
    const { compared = {}, ...last } = entry?.checks.at(-1) ?? {};
    expect(last).toEqual({ name, ok: false, detail: entry?.refusal?.why });
    expect(compared).toEqual(expect.any(Object));
    expect(sf.world.failures.isEmpty).toBe(true);
  });
});
