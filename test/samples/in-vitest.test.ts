import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { fauxforceMatchers } from '../../src/testing/vitest.ts';
import { OrdersClient } from './orders-client.ts';

expect.extend(fauxforceMatchers);

test('the client renews its token when the session is over', async () => {
  await using sf = await startFauxforce();
  const { consumerKey: clientId, consumerSecret: clientSecret } = sf.apps.Web_Server!;
  const client = new OrdersClient({ loginUrl: sf.url, clientId, clientSecret });

  const { code = '' } = await sf.login({ app: 'Web_Server', user: 'ada' });
  await client.logIn(code, 'http://localhost:3000/callback');
  sf.clock.advance('3h');

  expect(await client.query('SELECT Name FROM Organization')).toMatchObject([{ Name: 'Acme' }]);
  expect(sf.journal).toHaveRefused('rest.dead-token', { times: 1 });
  expect(sf.journal).toHaveReceived({ grant_type: 'refresh_token', outcome: 'answered', times: 1 });
});

test('the client says so when the log-in is over', async () => {
  await using sf = await startFauxforce();
  await using org = await sf.org();
  const { consumerKey: clientId, consumerSecret: clientSecret } = org.apps.Integration!;
  const tokens = await org.token({ app: 'Integration', user: 'admin' });
  const client = new OrdersClient({ loginUrl: org.url, clientId, clientSecret, tokens });

  org.arm({ scenario: 'revoked-by-admin' });

  await expect(client.query('SELECT Name FROM Organization')).rejects.toThrow('invalid_grant');
  expect(org.journal.last()?.refusal?.name).toBe('refresh.revoked');
});
