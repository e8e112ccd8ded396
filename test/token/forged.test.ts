/** A token of the right row and another secret: the row is found, and the token was never issued. */
import { expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { codeExchange, members, postToken, refreshWith, send } from '../helpers/token.ts';

const fresh = freshServers();

const ORG = '00D5g000004AcmeEAC';

function forged({ world: { codec } }: Fauxforce, kind: 'access' | 'refresh', genuine: string): string {
  const row = codec.read(kind, genuine)?.row ?? 0;
  const text = codec.write(codec.draw(kind), row, ORG);
  expect(codec.read(kind, text)?.row).toBe(row);
  return text;
}

test('an access token, a refresh token', async () => {
  const sf = await fresh();
  const { body } = await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }));
  const { access_token = '', refresh_token = '' } = members(body);
  const resource = (token: string) =>
    send(sf, '/services/data/v60.0/limits', { headers: { authorization: `Bearer ${token}` } });
  expect((await resource(forged(sf, 'access', access_token))).status).toBe(401);
  expect((await resource(access_token)).status).toBe(200);
  expect((await refreshWith(sf, 'Web_Server', forged(sf, 'refresh', refresh_token))).body).toBe(
    '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
  );
  expect((await refreshWith(sf, 'Web_Server', refresh_token)).status).toBe(200);
});
