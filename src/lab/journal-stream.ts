/** `GET /journal/stream`: entries as they come, as server-sent events, until the client goes or the server closes. */
import type { ServerResponse } from 'node:http';
import { clearInterval, setInterval } from 'node:timers';
import type { FastifyInstance } from 'fastify';
import { type JournalEntry, type JournalFilter, matches } from '../journal/journal.ts';
import type { World } from '../world.ts';
import type { Operation } from './operation.ts';

/** Bytes that a client may lag behind before it is let go. */
const MOST_WAITING = 4 * 1024 * 1024;
const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
/** Milliseconds between the comments that keep proxies from hanging up. */
const HEARTBEAT = 15_000;

/**
 * @param operation what the route says of itself
 * @param readFilter of the query; throws what the client is told
 */
export function journalStream(
  app: FastifyInstance,
  { journal }: World,
  operation: Operation,
  readFilter: (query: unknown) => JournalFilter,
): void {
  const open = new Set<ServerResponse>();
  app.addHook('preClose', async () => {
    for (const client of open) client.end();
  });

  app.get('/journal/stream', { config: { operation } }, (request, reply) => {
    const filter = readFilter(request.query);
    if (request.method === 'HEAD') return reply.headers(HEADERS).send();
    const client = reply.hijack().raw;
    client.writeHead(200, HEADERS);
    client.write(': listening\n\n');
    const tell = (entry: JournalEntry) => {
      if (!matches(entry, filter)) return;
      client.write(`id: ${entry.id}\nevent: ${entry.outcome}\ndata: ${JSON.stringify(entry)}\n\n`);
      if (client.writableLength > MOST_WAITING) client.destroy();
    };
    if (filter.since !== undefined) for (const entry of journal.entries(filter).reverse()) tell(entry);
    else journal.settle();
    const stopListening = journal.listen(tell);
    const heartbeat = setInterval(() => client.write(':\n\n'), HEARTBEAT).unref();
    open.add(client);
    client.once('close', () => {
      open.delete(client);
      clearInterval(heartbeat);
      stopListening();
    });
    return reply;
  });
}
