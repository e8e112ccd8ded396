/** `GET /journal/stream`: entries as they come, as server-sent events, until the client goes or the server closes. */
import type { ServerResponse } from 'node:http';
import { clearInterval, setInterval } from 'node:timers';
import type { FastifyInstance } from 'fastify';
import type { JournalEntry } from '../../journal/entry.ts';
import { type JournalFilter, matches } from '../../journal/journal.ts';
import type { World } from '../../world/world.ts';
import type { Operation } from '../document/operation.ts';

/** Entries that a client may lag behind, beside those of before it came: under load a second's worth is told at once. */
const MOST_WAITING = 20_000;
/** Characters of these. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
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
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });

  app.get('/journal/stream', { config: { operation } }, (request, reply) => {
    const filter = readFilter(request.query);
    if (request.method === 'HEAD') return reply.headers(HEADERS).send();
    const client = reply.hijack().raw;
    client.writeHead(200, HEADERS);
    client.write(': listening\n\n');
    if (filter.since === undefined) journal.settle();
    const tell = tellInOrder(client, filter.since === undefined ? [] : journal.entries(filter));
    const stopListening = journal.listen((entry) => {
      if (matches(entry, filter)) tell(entry);
    });
    const heartbeat = setInterval(() => client.write(':\n\n'), HEARTBEAT).unref();
    // Nothing may be written behind the end: that is an error of the stream, which nobody would catch.
    const stop = () => {
      open.delete(end);
      clearInterval(heartbeat);
      stopListening();
    };
    const end = () => {
      stop();
      client.end();
    };
    open.add(end);
    client.once('close', stop);
    return reply;
  });
}

/** @param past newest first: told before the first that comes, as fast as the client reads */
function tellInOrder(client: ServerResponse, past: JournalEntry[]): (entry: JournalEntry) => void {
  const waiting: string[] = [];
  let characters = 0;
  const write = () => {
    while (!client.writableNeedDrain && !client.writableEnded) {
      const before = past.pop();
      const event = before ? eventOf(before) : waiting.shift();
      if (event === undefined) return;
      if (!before) characters -= event.length;
      client.write(event);
    }
  };
  client.on('drain', write);
  write();
  return (entry) => {
    const event = eventOf(entry);
    waiting.push(event);
    characters += event.length;
    if (waiting.length > MOST_WAITING || characters > MOST_CHARACTERS) client.destroy();
    else write();
  };
}

function eventOf(entry: JournalEntry): string {
  return `id: ${entry.id}\nevent: ${entry.outcome}\ndata: ${JSON.stringify(entry)}\n\n`;
}
