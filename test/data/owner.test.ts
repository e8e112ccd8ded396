/** Owners: the cost of a record does not grow with the users of its org, and inactive users get no records. */
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
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

test('an inactive user gets no record, and keeps those that they have', async () => {
  const token = await accessTokenFor(sf, {
    app: app(sf, 'Web_Server'),
    user: user(sf, 'ada'),
    scopes: 'api',
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const url = '/services/data/v60.0/sobjects/Account';
  const write = (method: 'POST' | 'PATCH', path: string, fields: object) =>
    send(sf, path, { method, headers, body: JSON.stringify(fields) });
  const { id: grace } = user(sf, 'grace');
  const { id: theirs } = JSON.parse((await write('POST', url, { Name: 'Theirs', OwnerId: grace })).body);
  const { id: mine } = JSON.parse((await write('POST', url, { Name: 'Mine' })).body);
  const org = sf.world.orgs.orgs[0]!;
  const setActive = (isActive: boolean) =>
    sf.world.image.change(org, [
      { section: 'users', name: user(sf, 'grace').username, fields: { isActive }, path: [] },
    ]);
  await setActive(false);
  onTestFinished(async () => void (await setActive(true)));
  const refused = [
    400,
    `[{"message":"operation performed with inactive user [${grace.slice(0, 15)}] as owner of account","errorCode":"INACTIVE_OWNER_OR_USER","fields":[]}]`,
  ];
  const made = await write('POST', url, { Name: 'New', OwnerId: grace });
  expect([made.status, made.body]).toEqual(refused);
  const given = await write('PATCH', `${url}/${mine}`, { OwnerId: grace });
  expect([given.status, given.body]).toEqual(refused);
  expect((await write('PATCH', `${url}/${theirs}`, { Name: 'Still theirs', OwnerId: grace })).status).toBe(
    204,
  );
  const lab = await send(sf, '/_fauxforce/records', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ org: org.id, records: { Account: [{ Name: 'Given', OwnerId: grace }] } }),
  });
  expect(lab.status).toBe(201);
});
