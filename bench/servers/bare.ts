/** Bare Fastify with formbody: what every ratio is measured against. `/jwt` also verifies one JWT, `/sign` signs one. */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import { jwtVerify, SignJWT } from 'jose';

const app = Fastify();
await app.register(formbody);

const answer = {
  access_token: `00D5g000004AcmeEAC!${'x'.repeat(96)}`,
  signature: 'x'.repeat(44),
  scope: 'api',
  instance_url: 'http://localhost:7332',
  id: 'http://localhost:7332/id/00D5g000004AcmeEAC/0055g000004AcmeEAC',
  token_type: 'Bearer',
  issued_at: '1713195676742',
};
const certificate = new X509Certificate(readFileSync(new URL('../../seed/demo.crt', import.meta.url)));

const key = createPrivateKey(readFileSync(new URL('../../seed/demo.key', import.meta.url)));

app.post('/token', async () => answer);
app.get('/resource', async () => answer);
app.post('/jwt', async (request) => {
  const { assertion } = request.body as { assertion: string };
  await jwtVerify(assertion, certificate.publicKey, { algorithms: ['RS256'] });
  return answer;
});
app.post('/sign', async () => {
  const token = new SignJWT({ scp: 'api', sub: 'uid:0055g000004AcmeEAC' }).setProtectedHeader({
    alg: 'RS256',
  });
  return { ...answer, access_token: await token.setExpirationTime('30m').sign(key) };
});

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ processorTime: user + system });
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` });
