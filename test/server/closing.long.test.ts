/** What would never end holds up the stop for the five seconds that requests under way have, and no longer. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';

const UNFINISHED = 'POST /services/oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n';
const STREAM = 'GET /_fauxforce/journal/stream HTTP/1.1\r\nHost: localhost\r\n\r\n';

test.each([
  ['a request whose body does not come', ''],
  ['a stream that is asked for while the server closes', `x${STREAM}`],
])('%s', async (_name, later) => {
  const sf = await startFauxforce();
  const connection = connect((sf.server.server.address() as AddressInfo).port, '127.0.0.1');
  connection.resume().write(UNFINISHED);
  await once(sf.server.server, 'request');
  const closed = sf[Symbol.asyncDispose]();
  await expect.poll(() => sf.server.server.listening, { interval: 1 }).toBe(false);
  connection.write(later);
  await Promise.all([closed, once(connection, 'close')]);
});
