/** The fixtures of Playwright under its own contract, without it: test/clients/kit.test.ts runs them in it. */
import { expect, test } from 'vitest';
import { startFauxforce, type TestOrg } from '../../src/testing/index.ts';
import { fauxforceFixtures } from '../../src/testing/playwright.ts';

const [, options] = fauxforceFixtures.sf;
const [startSf] = fauxforceFixtures.sf;

interface Attached {
  readonly name: string;
  readonly body: string;
}

/** Runs the fixture of an org around a test. */
async function runTest(
  status: 'passed' | 'failed',
  body: (org: TestOrg) => Promise<void>,
): Promise<Attached[]> {
  await using sf = await startFauxforce();
  const attached: Attached[] = [];
  const info = {
    status,
    expectedStatus: 'passed',
    attach: async (name: string, { body }: { body: string }) => void attached.push({ name, body }),
  };
  const given = { sf, orgOptions: { org: { name: 'Fixture' } }, fauxforceOptions: {} };
  await fauxforceFixtures.org({ ...given, org: undefined as never }, body, info);
  expect(sf.world.orgs.orgs.map(({ name }) => name)).not.toContain('Fixture');
  return attached;
}

const refuse = async (org: TestOrg) => {
  expect(org.org.name).toBe('Fixture');
  const query = new URLSearchParams({ client_id: org.apps.Integration!.consumerKey });
  await fetch(`${org.url}/services/oauth2/authorize?${query}`);
};

test('a failed test has what its org was asked attached', async () => {
  const [only, ...others] = await runTest('failed', refuse);
  expect(others).toEqual([]);
  expect(only?.name).toBe('what fauxforce was asked');
  expect(only?.body).toMatch(
    /^1 ✗ GET \/services\/oauth2\/authorize {2}redirect_uri_missing callback\.missing: /,
  );
});

test('one that passed has nothing', async () => {
  expect(await runTest('passed', refuse)).toEqual([]);
});

test('a worker has one server, which is gone when it ends', async () => {
  let url = '';
  await startSf({ fauxforceOptions: { seed: { org: { name: 'Worker' } } } } as never, async (sf) => {
    url = sf.url;
    expect(sf.orgs.map(({ name }) => name)).toEqual(['Worker']);
    expect((await fetch(`${url}/_fauxforce/health`)).status).toBe(200);
  });
  await expect(fetch(`${url}/_fauxforce/health`)).rejects.toThrow('fetch failed');
  expect(options).toEqual({ scope: 'worker' });
});

test('fixtures name those they need where Playwright looks for them', () => {
  expect(String(startSf)).toMatch(/^async \(\{ fauxforceOptions \}/);
  expect(String(fauxforceFixtures.org)).toMatch(/^async \(\s*\{ sf, orgOptions \}/);
});
