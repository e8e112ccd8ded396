/** What an armed refusal does to state is what the real one does: the same parts of the store change, or none. */

import { describe, expect, it } from 'vitest';
import { RecipeRunner } from '../../src/recipes/run-recipe.ts';
import { catalogue, factsOf, type RefusalName } from '../../src/refusals/catalogue.ts';
import type { Place } from '../../src/refusals/place.ts';
import type { Step } from '../../src/refusals/refusal.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { dumped } from '../store/dumped.ts';
import { happy } from './happy.ts';

const fresh = freshServers();
const CHANGES = { apps: { Web_Server: { assetToken: { audiences: ['https://devices.acme.example'] } } } };

/** One-time codes are spent, or tried, only by who sends one. */
const byCode = (type: string): Step => ({
  method: 'POST',
  path: '/customers/services/oauth2/authorize',
  headers: { 'Auth-Request-Type': type, 'Auth-Verification-Type': 'email' },
  form: {
    response_type: 'code_credentials',
    client_id: '{{Headless.key}}',
    redirect_uri: '{{Headless.callback}}',
    username: '{{identifier}}',
    password: '{{oneTimeCode}}',
  },
});
const sendCode = (path: string, body: object): Step => ({
  method: 'POST',
  path: `/customers/services/auth/headless/init/${path}`,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const SUCCEEDING: Readonly<Partial<Record<RefusalName, readonly Step[]>>> = {
  'headless.password-wrong': happy['headless-log-in'] ?? [],
  'headless.code-wrong': [
    sendCode('passwordless/login', { username: 'vera@acme.example', verificationmethod: 'email' }),
    byCode('passwordless-login'),
  ],
  'headless.username-taken': [
    sendCode('registration', {
      userdata: { email: 'new@acme.example', lastName: 'New' },
      password: 'correct-horse-2',
    }),
    byCode('user-registration'),
  ],
};

/** Their recipes repeat a request that succeeds until one is refused: it is that one which changes nothing. */
const REPEATED: readonly RefusalName[] = ['refresh.busy', 'device.too-many'];

/**
 * Keys are made when they are first used, and the browser of a recipe may log in on the way. A log-in is counted once its checks
 * have passed, before it turns out that what it presents was used up (docs/limits.md).
 */
const NO_EFFECT: readonly string[] = ['signingKeys', 'sessions', 'logInCounts'];

/** What the last step of a recipe changes before it comes to the refusal: the code is mailed by the page that asks for it. */
const ON_THE_WAY: Readonly<Partial<Record<RefusalName, readonly string[]>>> = {
  'login.verification-code': ['verifications', 'messages'],
};

async function rowsOf({ world }: Fauxforce): Promise<Readonly<Record<string, string>>> {
  const { parts } = await dumped(world.store);
  const { orgs } = await world.store.orgs.after(0, () => '');
  return Object.fromEntries(
    Object.entries({ ...parts, orgs })
      .filter(([part]) => !NO_EFFECT.includes(part))
      .map(([part, rows]) => [part, JSON.stringify(rows)]),
  );
}

/** The parts that the last step changes. */
async function changedBy(sf: Fauxforce, steps: readonly Step[], beforeLast: () => void): Promise<string[]> {
  const runner = new RecipeRunner(sf);
  for (const step of steps.slice(0, -1)) await runner.do(step);
  beforeLast();
  const before = await rowsOf(sf);
  await runner.do(steps.at(-1) as Step);
  const after = await rowsOf(sf);
  return Object.keys(after).filter((part) => before[part] !== after[part]);
}

async function changedByReal(name: RefusalName): Promise<string[]> {
  const { recipe } = factsOf(name);
  const sf = await fresh({
    allowClientIpHeader: true,
    ...(recipe.given ? { demo: recipe.given } : {}),
  });
  return await changedBy(sf, recipe.steps, () => undefined);
}

async function changedByArmed(name: RefusalName): Promise<string[]> {
  const { places, grants } = factsOf(name).at;
  const place = places[0] as Place;
  const key = place === 'token' ? `token ${grants === undefined ? 'client_credentials' : grants[0]}` : place;
  const sf = await fresh({ demo: CHANGES });
  return await changedBy(sf, SUCCEEDING[name] ?? happy[key] ?? [], () => sf.arm(name));
}

describe('state after the refusal', () => {
  it.each(Object.keys(catalogue) as RefusalName[])('%s', async (name) => {
    const real = REPEATED.includes(name) ? [] : await changedByReal(name);
    const onTheWay = ON_THE_WAY[name] ?? [];
    expect(await changedByArmed(name)).toEqual(real.filter((part) => !onTheWay.includes(part)));
  });
});
