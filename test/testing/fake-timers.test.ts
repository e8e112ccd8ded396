/** A test that replaces its timers replaces those of the whole process: the server in it must answer all the same. */
import { afterEach, expect, test, vi } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { OrdersClient } from '../samples/orders-client.ts';

afterEach(() => {
  vi.useRealTimers();
});

async function logInTwice(before: () => void, after: () => void): Promise<void> {
  before();
  await using sf = await startFauxforce();
  after();
  await using org = await sf.org();
  const { consumerKey: clientId, consumerSecret: clientSecret } = org.apps.Integration!;
  const client = new OrdersClient({ loginUrl: org.url, clientId, clientSecret });
  const names = () => client.query('SELECT Name FROM Organization');

  expect(sf.clock.now()).toBe(Date.parse('2027-03-01T00:00:00Z'));
  expect(await names()).toHaveLength(1);
  vi.advanceTimersByTime(3 * 3600_000);
  expect(await names()).toHaveLength(1);

  expect(org.journal.entries().map(({ status, at }) => [status, at])).toEqual([
    [200, '2027-03-01T03:00:00.000Z'],
    [200, '2027-03-01T03:00:00.000Z'],
    [401, '2027-03-01T03:00:00.000Z'],
    [200, '2027-03-01T00:00:00.000Z'],
    [200, '2027-03-01T00:00:00.000Z'],
  ]);
}

const fake = () => void vi.useFakeTimers({ now: Date.parse('2027-03-01T00:00:00Z') });
const nothing = () => undefined;

test('timers replaced while it runs: its clock follows them', () => logInTwice(nothing, fake), 5_000);

test('timers replaced before it starts', () => logInTwice(fake, nothing), 5_000);
