/** A bare Fastify process with one route: the yardstick of start-up. */
import formbody from '@fastify/formbody';
import Fastify from 'fastify';

const app = Fastify();
await app.register(formbody);
app.post('/', async () => ({ access_token: 'x' }));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2] ?? 0) });
console.log(`ready http://127.0.0.1:${app.server.address().port}`);
