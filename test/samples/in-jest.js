import { startFauxforce } from '../../src/testing/index.ts';
import { fauxforceMatchers } from '../../src/testing/jest.ts';
import { OrdersClient } from './orders-client.ts';

expect.extend(fauxforceMatchers);

let sf;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

test('the client tries again when the network fails', async () => {
  const org = await sf.org();
  const { consumerKey: clientId, consumerSecret: clientSecret } = org.apps.Integration;
  const client = new OrdersClient({ loginUrl: org.url, clientId, clientSecret });

  org.arm({ fault: 'reset', where: { endpoint: 'token' } });

  expect(await client.query('SELECT Name FROM Organization')).toHaveLength(1);
  expect(org.journal).toHaveReceived({ grant_type: 'client_credentials', times: 2 });
});

test('a wrong secret is no reason to try again', async () => {
  const org = await sf.org();
  const client = new OrdersClient({
    loginUrl: org.url,
    clientId: org.apps.Integration.consumerKey,
    clientSecret: 'typo',
  });

  await expect(client.query('SELECT Name FROM Organization')).rejects.toThrow('invalid_client');
  expect(org.journal).toHaveRefused('client.secret-wrong', { times: 1 });
});
