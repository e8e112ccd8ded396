/** A session has what it must have, whatever its role says, and is asked for in words that a pooler takes. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { readAddress } from '../../../src/store/postgres/address.ts';
import { connector, disconnect } from '../../../src/store/postgres/connect.ts';
import { freePort } from '../../helpers/free-port.ts';
import { CONTRARY } from './contrary.ts';

test('a session outlives pauses, long transactions and errors, and no statement waits for ever', async () => {
  const connect = await connector(readAddress(inject('postgres').replace('postgres@', `${CONTRARY}@`), {}));
  const client = await connect({ statementTimeout: 60_000 });
  const read = async (text: string) => Object.values((await client.query(text)).rows[0] ?? {})[0];
  await expect(client.query('select 1 / 0')).rejects.toThrow('division by zero');
  await client.query('begin');
  await client.query('select pg_sleep(1.2)');
  await client.query('commit');
  await setTimeout(700);
  expect(await read('show statement_timeout')).toBe('1min');
  expect(await read('show lock_timeout')).toBe('5s');
  expect(await read('show idle_in_transaction_session_timeout')).toBe('5s');
  await disconnect(client);
});

test('a server is told who comes, and nothing that a pooler does not know', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  const address = readAddress(`postgres://ada@127.0.0.1:${port}/acme?sslmode=disable`, {});
  const refused = expect((await connector(address))()).rejects.toThrow('Connection terminated');
  const [socket] = (await once(server, 'connection')) as [Socket];
  const [packet] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  await refused;
  server.close();
  const words = packet.subarray(8).toString().split('\0');
  expect(words.filter((_, i) => i % 2 === 0 && words[i])).toEqual([
    'user',
    'database',
    'application_name',
    'client_encoding',
  ]);
});
