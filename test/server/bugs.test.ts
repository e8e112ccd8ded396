import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';

test('a mistake of ours is one sentence for the client, and its stack goes to our log', async () => {
  const bugs: { error: unknown; path: string }[] = [];
  await using sf = await startFauxforce({ onBug: (error, trace) => bugs.push({ error, path: trace.path }) });
  sf.world.store.tokens.issue = () => Promise.reject(new Error('the disk is full of S3CRET'));
  const answer = await fetch(`${sf.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: '3MVG9Demo.Client_Credentials',
      client_secret: 'DEMO0CLIENT0CREDENTIALS000000000',
    }),
  });
  expect(answer.status).toBe(500);
  expect(await answer.text()).toBe(
    'fauxforce made a mistake while answering this request: its log has the details.\n',
  );
  expect(bugs).toMatchObject([
    { path: '/services/oauth2/token', error: { message: 'the disk is full of S3CRET' } },
  ]);
  expect(bugs).toMatchObject([{ error: { stack: expect.stringContaining('bugs.test.ts') } }]);
  expect(sf.journal.entries()[0]).toMatchObject({ status: 500 });
});

test('on the lab plane too', async () => {
  const bugs: unknown[] = [];
  await using sf = await startFauxforce({ onBug: (error) => bugs.push(error) });
  sf.world.store.journal.clear = () => Promise.reject(new Error('locked'));
  const answer = await fetch(`${sf.url}/_fauxforce/journal`, { method: 'DELETE' });
  expect(answer.status).toBe(500);
  expect(bugs).toHaveLength(1);
});
