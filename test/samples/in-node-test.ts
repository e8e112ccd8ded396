import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertReceived, assertRefused, type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { LogInAgain, OrdersClient } from './orders-client.ts';

let sf: Fauxforce;
before(async () => {
  sf = await startFauxforce();
});
after(() => sf[Symbol.asyncDispose]());

test('the client logs in once for many calls', async () => {
  await using org = await sf.org();
  const { consumerKey: clientId, consumerSecret: clientSecret } = org.apps.Integration!;
  const client = new OrdersClient({ loginUrl: org.url, clientId, clientSecret });

  const calls = Array.from({ length: 5 }, () => client.query('SELECT Name FROM Organization'));
  assert.equal((await Promise.all(calls)).length, 5);

  assertReceived(org.journal, { grant_type: 'client_credentials', times: 1 });
});

test('the client says so when the log-in is over', async () => {
  await using org = await sf.org();
  const { consumerKey: clientId, consumerSecret: clientSecret } = org.apps.Integration!;
  const tokens = await org.token({ app: 'Integration', user: 'admin' });
  const client = new OrdersClient({ loginUrl: org.url, clientId, clientSecret, tokens });

  org.clock.advance('3h');
  org.arm('refresh.expired');

  await assert.rejects(client.query('SELECT Name FROM Organization'), LogInAgain);
  assertRefused(org.journal, 'refresh.expired');
});
