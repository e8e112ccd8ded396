/** The cost of a record does not grow with the users of its org. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { userObject } from '../../src/data/views/user.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { startAcme } from '../identity/acme.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startAcme();
});
afterAll(() => sf[Symbol.asyncDispose]());

test('a record is created and read without reading all users', async () => {
  const token = await accessTokenFor(sf, {
    app: app(sf, 'Web_Server'),
    user: user(sf, 'ada'),
    scopes: 'api',
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const all = vi.spyOn(userObject, 'records');
  const url = '/services/data/v60.0/sobjects/Account';
  const create = (fields: object) => send(sf, url, { method: 'POST', headers, body: JSON.stringify(fields) });
  const { status, body } = await create({ Name: 'Owned', OwnerId: user(sf, 'grace').id });
  expect(status).toBe(201);
  const read = await send(sf, `${url}/${JSON.parse(body).id}?fields=OwnerId`, { headers });
  expect(JSON.parse(read.body)).toMatchObject({ OwnerId: user(sf, 'grace').id });
  const nobody = await create({ Name: 'Owned', OwnerId: '005FF0000000000AAA' });
  expect(nobody.body).toBe(
    '[{"message":"insufficient access rights on cross-reference id: 005FF0000000000","errorCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","fields":[]}]',
  );
  expect(all).not.toHaveBeenCalled();
});
