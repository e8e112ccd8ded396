/** A connection that comes back by itself, without a database. */
import { EventEmitter } from 'node:events';
import type { Client } from 'pg';
import { expect, test } from 'vitest';
import { StoreError } from '../../../src/store/port.ts';
import { Link } from '../../../src/store/postgres/link.ts';
import { ServerAvailability } from '../../../src/store/postgres/server-availability.ts';

/** A connection that lasts until it emits `end`. */
function aClient(): Client {
  return Object.assign(new EventEmitter(), { end: async () => undefined }) as unknown as Client;
}

test('what was wrong before the last success is no reason any more', async () => {
  const availability = new ServerAvailability('The database acme at db.example');
  const client = aClient();
  const attempts = [
    Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })),
    Promise.resolve(client),
  ];
  const link = new Link(() => attempts.shift() ?? new Promise(() => undefined), availability);
  await link.use(async () => undefined);
  client.emit('end');
  // Whoever asks while a problem is known waits for a shorter time.
  availability.unusable(new StoreError('Another connection is gone.'));
  await expect(link.use(async () => undefined)).rejects.toThrow(
    'The database acme at db.example cannot be used (Connection terminated: no answer yet): look after the server, and it goes on by itself.',
  );
});
