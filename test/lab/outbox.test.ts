/** The outbox: what Salesforce would have sent (design 5.8). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import type { OutboxMessage } from '../../src/world/outbox.ts';
import { beginLogIn } from '../headless/helpers.ts';
import { lab } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

const outbox = (query = '') => lab<{ messages: OutboxMessage[] }>(sf, 'GET', `/outbox${query}`);

test('a headless code is in it, whole, and by whatever it is looked for', async () => {
  sf.clock.freeze();
  sf.clock.set('2026-03-01T12:00:00Z');
  await beginLogIn(sf);
  const code = String(sf.journal.last()?.notes?.oneTimeCode);
  const org = sf.orgs[0]!;
  const { status, body } = await outbox();
  expect(status).toBe(200);
  expect(body.messages).toEqual([
    {
      id: expect.stringMatching(/^\d+$/),
      at: '2026-03-01T12:00:00.000Z',
      org: org.id,
      to: 'vera@acme.example',
      channel: 'email',
      kind: 'passwordless-login',
      subject: 'Your verification code',
      text: `Verification Code: ${code}\n\nIf you did not ask for it, change your password and tell your administrator.`,
      code,
    },
  ]);
  for (const query of [
    `?org=${org.id.slice(0, 15)}`,
    '?to=Vera@acme.example',
    '?kind=passwordless-login',
    '?limit=1',
  ])
    expect((await outbox(query)).body).toEqual(body);
  for (const query of ['?to=ada@acme.example', '?to=nobody@x.y', '?kind=security-token'])
    expect((await outbox(query)).body).toEqual({ messages: [] });
  expect(await sf.outbox.last({ to: 'vera@acme.example' })).toEqual(body.messages[0]);
});

test('messages of one org are not those of another, go with it, and are in a snapshot', async () => {
  await using other = await sf.org();
  expect(await other.outbox.messages()).toEqual([]);
  const before = await sf.outbox.messages();
  expect(before).not.toEqual([]);
  const snapshot = await sf.snapshot();
  await sf.reset();
  expect(await sf.outbox.messages()).toEqual([]);
  await sf.restore(snapshot);
  expect(await sf.outbox.messages()).toEqual(before);
  await sf.world.image.remove([...sf.world.orgs.orgs]);
  expect(await sf.outbox.messages()).toEqual([]);
  await sf.reset();
});

test.each([
  ['?org=00D000000000000', 404, 'no org'],
  ['?kind=securitytoken', 400, "kind 'securitytoken' is unknown: did you mean 'security-token'?"],
  ['?limit=0', 400, "limit '0' is not a number: write 1 or more"],
  ['?whom=ada', 400, "unknown query parameter 'whom'"],
])('%s is refused in a sentence', async (query, status, message) => {
  const answer = await outbox(query);
  expect(answer.status).toBe(status);
  expect(JSON.stringify(answer.body)).toContain(message);
});
