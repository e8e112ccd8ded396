/** Every refusal of the catalogue can be armed, and refuses a request that would have succeeded, as the real one does. */
import { describe, expect, it } from 'vitest';
import { reachOf } from '../../src/lab/failures/reach.ts';
import { follow } from '../../src/recipes/run-recipe.ts';
import { catalogue, type RefusalName } from '../../src/refusals/catalogue.ts';
import type { RefusalFacts } from '../../src/refusals/refusal.ts';
import type { Place } from '../../src/refusals/trace.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { happy } from './happy.ts';

const CHANGES = { apps: { Web_Server: { assetToken: { audiences: ['https://devices.acme.example'] } } } };

function stepsFor(place: Place, grants: readonly string[] | undefined) {
  const key = place === 'token' ? `token ${grants === undefined ? 'client_credentials' : grants[0]}` : place;
  const steps = happy[key];
  if (!steps) throw new Error(`there is no happy request for '${key}'`);
  return steps;
}

describe('without a failure', () => {
  it.each(Object.keys(happy))('%s succeeds', async (key) => {
    await using sf = await startFauxforce({ demo: CHANGES });
    await follow(sf, happy[key] ?? []);
    expect(sf.journal.entries({ outcome: 'refused' })).toEqual([]);
  });
});

describe('armed', () => {
  it.each(Object.keys(catalogue) as RefusalName[])('%s', async (name) => {
    const facts = catalogue[name] as RefusalFacts<unknown>;
    const { places, grants } = reachOf(name);
    await using sf = await startFauxforce({ demo: CHANGES });
    await follow(sf, stepsFor(places[0] as Place, grants), () => sf.arm(name));
    const refused = sf.journal.entries({ outcome: 'refused' });
    expect(refused).toHaveLength(1);
    const [entry] = refused;
    expect(entry).toMatchObject({
      refusal: { name, error: facts.error, armed: 'f1' },
      armed: { id: 'f1', what: name },
    });
    if (typeof facts.description === 'string') {
      expect(entry?.refusal?.error_description).toBe(facts.description);
    }
    expect(facts.surface === 'callback' ? [302, 200] : [facts.status]).toContain(entry?.status);
    expect(entry?.checks.at(-1)).toEqual({ name, ok: false, detail: entry?.refusal?.why });
    expect(sf.world.failures.isEmpty).toBe(true);
  });
});
