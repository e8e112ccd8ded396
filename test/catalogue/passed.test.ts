/** What passed is told by the sentence that refuses: it must say what is demanded and what came, never that something is wrong. */
import { expect, test } from 'vitest';
import { follow } from '../../src/recipes/run-recipe.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { happy } from '../lab/happy.ts';

/** With the word that follows; a yes or no that answers a question of the sentence is none. */
const NEGATION = /\b(?<!: )(?:no|not|none|never|nobody|nothing|cannot|wrong)\b(?: [a-z]+)?/gi;

/** Read one by one: each is true of a request that passed. */
const TRUE_NEGATIONS = [
  'callback.mismatch: no case',
  'pkce.method: not sent',
  'page.cross-site: no page',
  'authorize.app-blocked: not be',
  'authorize.immediate: not true',
  'device.user-code-used: nobody must',
  'app.blocked: not be',
  'client.secret-missing: no secret',
  'device.scope: nothing',
  'headless.scope: nothing',
  'headless.user-locked: not locked',
  'headless.not-pre-authorized: nothing',
  'scope.not-supported: no scope',
  'code.verifier-unexpected: no code',
  'code.verifier-unexpected: not be',
  'introspect.password-flow: not be',
  'register.metadata: nothing is',
  'register.metadata: wrong with',
  'front-door.user: not frozen',
  'front-door.user: not API',
  'refresh.revoked: not have',
  'password.external-client-app: no password',
  'password.flow-disabled: not',
  'password.site: no Experience',
  'password.locked-user: not be',
  'jwt.signature: nothing',
  'user.not-admin-approved: none and',
  'saml.replayed: not have',
  'sso.replayed: not have',
  'token-exchange.handler-failed: wrong',
  'token-exchange.scope: nothing in',
  'device.redirect-uri: not sent',
  'device.spent: not have',
  'device.spent: not revoked',
  'device.denied: not have',
  'rest.no-length: no body',
  'bulk.hard-delete: no user',
  'soap-login.disabled: not',
  'soap-login.locked: not be',
  'soap-login.frozen: not be',
];

async function passedChecks(): Promise<Map<string, string>> {
  const told = new Map<string, string>();
  await using sf = await startFauxforce();
  for (const steps of Object.values(happy)) {
    await sf.reset();
    await follow(sf, steps);
    for (const { outcome, checks } of sf.journal.entries())
      if (outcome === 'answered') for (const { name, detail } of checks) told.set(name, detail);
  }
  return told;
}

test('no passed check of a good request says that something is wrong', async () => {
  const negations = [...(await passedChecks())].flatMap(([name, detail]) =>
    [...detail.matchAll(NEGATION)].map(([words]) => `${name}: ${words}`),
  );
  expect(negations.filter((negation) => !TRUE_NEGATIONS.includes(negation))).toEqual([]);
});
