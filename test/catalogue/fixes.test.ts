/** What a refusal says to do leads to a screen of the kind of app at hand (setup-pages.md 4, 5, 7, 10). */
import { describe, expect, test } from 'vitest';
import { catalogue, fixOf } from '../../src/refusals/catalogue.ts';
import { placeholder } from '../../src/refusals/placeholder.ts';
import type { RefusalFacts } from '../../src/refusals/refusal.ts';
import { startFauxforce } from '../../src/testing/index.ts';

const fixes = Object.entries(catalogue).map(([name, facts]) => {
  const fix = fixOf(facts as RefusalFacts<unknown>, placeholder('value'));
  return { name, fix };
});

/** Dynamic registration has no other place; the app that gives the initial access token is a Connected App. */
const ONLY_CONNECTED_APPS = ['register.initial-access-token'];

describe('a fix', () => {
  test('with a screen of Connected Apps also has that of External Client Apps', () => {
    const oneSided = fixes.filter(
      ({ name, fix }) =>
        typeof fix === 'string' &&
        /App Manager > \(app\)|Manage Connected Apps/.test(fix) &&
        !fix.includes('External Client App Manager') &&
        !ONLY_CONNECTED_APPS.includes(name) &&
        // No source shows the screens of an External Client App's SAML.
        !name.startsWith('idp.'),
    );
    expect(oneSided.map(({ name }) => name)).toEqual([]);
  });

  test('of an External Client App never leads to the screens of Connected Apps, nor the other way round', () => {
    for (const { name, fix } of fixes) {
      if (typeof fix === 'string') continue;
      expect(fix.externalClientApp, name).toContain('External Client App Manager');
      expect(fix.externalClientApp, name).not.toMatch(/Setup > App Manager|Manage Connected Apps/);
      expect(fix.connectedApp, name).not.toContain('External Client App Manager');
    }
  });

  test.each([
    ['connectedApp', 'Setup > App Manager > (app) > Edit > Use digital signatures'],
    [
      'externalClientApp',
      'Setup > External Client App Manager > (app) > Settings > OAuth Settings > Flow Enablement > Enable JWT Bearer Flow',
    ],
  ] as const)('names the path of a %s at hand', async (kind, path) => {
    const seed = {
      apps: [{ kind, name: 'Nightly', consumerKey: '3MVG9Nightly', scopes: ['api', 'refresh_token'] }],
    };
    await using sf = await startFauxforce({ seed });
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: `${part({ alg: 'RS256' })}.${part({ iss: '3MVG9Nightly', sub: 'a', aud: 'b', exp: 9_999_999_999 })}.c2ln`,
    });
    await fetch(`${sf.url}/services/oauth2/token`, { method: 'POST', body });
    expect(sf.journal.last()?.refusal).toMatchObject({
      name: 'jwt.no-certificate',
      fix: `${path}: upload the certificate of the signing key.`,
    });
  });
});

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
