/** `GET /journal/stream`: sends entries as they are made, as server-sent events, until the client leaves or the server closes. */
import type { ServerResponse } from 'node:http';
import { clearInterval, setInterval } from 'node:timers';
import type { FastifyInstance } from 'fastify';
import type { JournalEntry } from '../../journal/entry.ts';
import { type Journal, type JournalFilter, matches } from '../../journal/journal.ts';
import type { World } from '../../world/world.ts';
import type { Operation } from '../document/operation.ts';

/** The most entries that may wait for a client, beside those from before it came: under load a second's entries come at once. */
const MOST_WAITING = 20_000;
/** The most characters of these entries. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
/** Milliseconds between the comments that keep proxies from hanging up. */
const HEARTBEAT = 15_000;

/**
 * @param operation the route's description
 * @param readFilter reads the query; its error is the answer
 */
export function journalStream(
  app: FastifyInstance,
  { journal }: World,
  operation: Operation,
  readFilter: (query: unknown) => { readonly filter: JournalFilter; readonly after: string | undefined },
): void {
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });

  app.get('/journal/stream', { config: { operation } }, (request, reply) => {
    const { filter, after } = readFilter(request.query);
    const seen = request.headers['last-event-id']?.toString() ?? after;
    if (request.method === 'HEAD') return reply.headers(HEADERS).send();
    const client = reply.hijack().raw;
    client.writeHead(200, HEADERS);
    client.write(': listening\n\n');
    const tell = tellInOrder(client, toldFirst(journal, filter, seen));
    const stopListening = journal.listen(
      (entry) => {
        if (matches(entry, filter)) tell(entry);
      },
      { ofAll: true },
    );
    const heartbeat = setInterval(() => client.write(':\n\n'), HEARTBEAT).unref();
    // Nothing may be written after the end: nobody would catch the stream's error.
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

/**
 * What a client is told of before it came, newest first: what it missed while its connection was gone, or what it asked for.
 *
 * @param seen id of the newest entry that it has
 */
function toldFirst(journal: Journal, filter: JournalFilter, seen: string | undefined): JournalEntry[] {
  journal.settle();
  if (seen) return journal.entriesAfter(seen, filter);
  return filter.since === undefined ? [] : journal.entries(filter);
}

/** Sends entries in order. @param past entries from before, newest first; sent before all later ones, as fast as the client reads */
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
