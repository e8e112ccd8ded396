import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ApiUsage } from '../../src/rest/api-usage.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, credentials, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';

async function connectionTo(url: string) {
  const { hostname, port } = new URL(url);
  const connection = connect(Number(port), hostname);
  await once(connection, 'connect');
  return connection;
}

test('a connection on which nothing was sent does not hold up the stop', async () => {
  const sf = await startFauxforce();
  const silent = await connectionTo(sf.url);
  await fetch(`${sf.url}/_fauxforce/health`);
  const ended = once(silent, 'close');
  await sf[Symbol.asyncDispose]();
  await ended;
}, 4_000);

test('a request under way is answered before the server stops', async () => {
  const sf = await startFauxforce();
  sf.arm({ delay: '100ms', where: { endpoint: 'openid-configuration' } });
  const connection = await connectionTo(sf.url);
  connection.write('GET /.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await expect.poll(() => sf.world.failures.list().length, { interval: 1 }).toBe(0);
  const [answer] = await Promise.all([once(connection, 'data'), sf[Symbol.asyncDispose]()]);
  expect(String(answer[0])).toContain('HTTP/1.1 200 OK');
});

/** A connection that the server has not accepted itself, as workers have them. */
async function throughFurtherDoor(sf: Fauxforce) {
  const door = createServer({ allowHalfOpen: true }, (socket) => sf.server.server.emit('connection', socket));
  await once(door.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void door.close());
  return connectionTo(`http://127.0.0.1:${(door.address() as AddressInfo).port}`);
}

test('so is one that came through a further door, and the server waits for it', async () => {
  const sf = await startFauxforce();
  const connection = await throughFurtherDoor(sf);
  const body = new URLSearchParams({
    ...credentials(sf, 'Client_Credentials'),
    grant_type: 'client_credentials',
  });
  const type = 'application/x-www-form-urlencoded';
  connection.write(
    `POST /services/oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: ${body.toString().length}\r\n\r\n`,
  );
  const [, response] = await once(sf.server.server, 'request');
  const closed = sf[Symbol.asyncDispose]();
  const answer = once(connection, 'data');
  connection.write(body.toString());
  await closed;
  expect(response.writableFinished).toBe(true);
  const said = String((await answer)[0]);
  expect(said).toContain('HTTP/1.1 200 OK');
  expect(said).toContain('Connection: close\r\n');
});

test('the last call of the REST API is counted too', async () => {
  await using sf = await startFauxforce();
  onTestFinished(() => void vi.restoreAllMocks());
  const token = await accessTokenFor(sf, {
    app: app(sf, 'Client_Credentials'),
    user: user(sf, 'ada'),
    scopes: 'api',
  });
  const add = vi.spyOn(sf.world.store.apiUsage, 'add');
  const flush = vi.spyOn(ApiUsage.prototype, 'flush');
  const connection = await throughFurtherDoor(sf);
  const body = '{"Name":"Acme"}';
  connection.write(
    `POST /services/data/v60.0/sobjects/Account HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  await once(sf.server.server, 'request');
  const closed = sf.server.close();
  const answer = once(connection, 'data');
  await setTimeout(20);
  expect(flush).not.toHaveBeenCalled();
  connection.write(body);
  await closed;
  expect(String((await answer)[0])).toContain('HTTP/1.1 201 Created');
  expect(add.mock.calls.map(([{ calls }]) => calls)).toEqual([1]);
  expect(await add.mock.results[0]?.value).toMatchObject({ calls: 1 });
});

test('a request that comes on a kept connection meanwhile is answered as ever, and is the last there', async () => {
  const sf = await startFauxforce();
  const connection = await connectionTo(sf.url);
  let answers = '';
  connection.on('data', (data) => {
    answers += data;
  });
  const body = new URLSearchParams({
    ...credentials(sf, 'Client_Credentials'),
    grant_type: 'client_credentials',
  }).toString();
  const head = `POST /services/oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`;
  connection.write(head);
  await once(sf.server.server, 'request');
  const closed = sf[Symbol.asyncDispose]();
  await expect.poll(() => sf.server.server.listening, { interval: 1 }).toBe(false);
  connection.write(body + head + body);
  await Promise.all([closed, once(connection, 'close')]);
  const [, first = '', second = '', ...others] = answers.split('HTTP/1.1 ');
  expect(others).toEqual([]);
  for (const answer of [first, second]) {
    expect(answer).toMatch(/^200 OK\r\n/);
    expect(answer).toContain('"access_token":');
  }
  expect(second).toMatch(/^Connection: close\r$/m);
  const entry = /^x-fauxforce-journal: (\S+)\r$/m.exec(second)?.[1];
  expect(sf.world.journal.entry(entry ?? '')).toMatchObject({
    path: '/services/oauth2/token',
    outcome: 'answered',
  });
});

test('what has arrived on a kept connection, and nobody has read yet, is answered too', async () => {
  const sf = await startFauxforce();
  const connection = await connectionTo(sf.url);
  const request = 'GET /.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\n\r\n';
  connection.write(request);
  await once(connection, 'data');
  connection.write(request);
  const [answer] = await Promise.all([once(connection, 'data'), sf[Symbol.asyncDispose]()]);
  expect(String(answer[0])).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nConnection: close\r\n/s);
});
