/** Bare Fastify by http and, with a certificate of the kind that fauxforce makes, by https: what TLS costs where nothing of ours is. */
import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance } from 'fastify';
import { SALESFORCE_SUFFIXES } from '../../src/server/tls/names.ts';
import { makeAuthority, openAuthority } from '../../src/server/tls/x509.ts';

/** As long as one of fauxforce. */
const answer = { access_token: 'x'.repeat(700), token_type: 'Bearer', scope: 'api' };
const now = Date.now();
const authority = await makeAuthority(SALESFORCE_SUFFIXES, now);
const { certificate: cert, key } = await (await openAuthority(authority))('login.salesforce.com', now);

async function listen(app: FastifyInstance): Promise<number> {
  await app.register(formbody);
  app.post('/token', async () => answer);
  app.get('/resource', async () => answer);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ processorTime: user + system });
});
const plain = await listen(Fastify());
const secure = await listen(Fastify({ https: { cert, key } }) as unknown as FastifyInstance);
process.send?.({ url: `http://127.0.0.1:${plain}`, secureUrl: `https://127.0.0.1:${secure}` });
