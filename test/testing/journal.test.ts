/** The journal as a test reads it: whoever has an answer finds its request there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

function ask(clientId: string, secret = 'typo'): Promise<Response> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
  });
  return fetch(`${sf.url}/services/oauth2/token`, { method: 'POST', body });
}

test('under load, the entry of every answer is there at once', async () => {
  const checks = Array.from({ length: 400 }, async (_, i) => {
    const answer = await ask(`client ${i}`);
    return sf.journal.last({ client_id: `client ${i}` })?.id === answer.headers.get('x-fauxforce-journal');
  });
  expect(await Promise.all(checks)).toEqual(Array.from({ length: 400 }, () => true));
});

test('under load, last() is the last when nobody else asks', async () => {
  await Promise.all(Array.from({ length: 400 }, () => ask('nobody')));
  for (let i = 0; i < 20; i++) {
    const answer = await ask(`client ${i}`);
    expect(sf.journal.last()?.id).toBe(answer.headers.get('x-fauxforce-journal'));
    expect(sf.journal.last()?.clientId).toBe(`client ${i}`);
  }
});

test('an org has its own requests, refused ones and those of dead tokens too', async () => {
  await using org = await sf.org();
  await using other = await sf.org();
  const { consumerKey } = org.apps.Integration!;
  const { access_token } = await org.token({ app: 'Integration', user: 'admin' });
  const authorization = `Bearer ${access_token}`;
  org.clock.advance('1d');

  await ask(consumerKey);
  await fetch(`${sf.url}/services/oauth2/userinfo`, { headers: { authorization } });
  const { headers } = await fetch(`${sf.url}/services/data/v65.0/limits`, { headers: { authorization } });
  const id = headers.get('x-fauxforce-journal') ?? '';

  expect(org.journal.entries().map(({ refusal }) => refusal?.name)).toEqual([
    'rest.dead-token',
    'identity.bad-token',
    'client.secret-wrong',
  ]);
  expect(org.journal.entry(id)?.id).toBe(id);
  expect(other.journal.entries()).toEqual([]);
  expect(other.journal.entry(id)).toBeUndefined();
});

test('it keeps as many requests as it is told to', async () => {
  await using small = await startFauxforce({ journalSize: 3 });
  for (let i = 0; i < 5; i++) await fetch(`${small.url}/nothing/${i}`);
  expect(small.journal.entries().map(({ path }) => path)).toEqual(['/nothing/4', '/nothing/3', '/nothing/2']);
});
