/** `GET /journal/stream`: sends entries as they are made, as server-sent events, until the client leaves or the server closes. */
import type { ServerResponse } from 'node:http';
import { clearInterval, setInterval } from 'node:timers';
import type { FastifyInstance } from 'fastify';
import type { JournalEntry } from '../../journal/entry.ts';
import { type JournalFilter, matches } from '../../journal/filter.ts';
import type { Journal } from '../../journal/journal.ts';
import type { World } from '../../world/world.ts';
import type { Operation } from '../document/operation.ts';
import { LabProblem } from '../plane/answer-problem.ts';

/** The most entries that may wait for a client, beside those from before it came: under load a second's entries come at once. */
const MOST_WAITING = 20_000;
/** The most characters of these entries, and of those of all clients. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
const MOST_OF_ALL = 4 * MOST_CHARACTERS;
/** Clients that may listen at a time. */
const MOST_STREAMS = 500;
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
  const held: Held = { characters: 0 };
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });

  app.get('/journal/stream', { config: { operation } }, async (request, reply) => {
    const { filter, after } = readFilter(request.query);
    const seen = request.headers['last-event-id']?.toString() ?? after;
    if (request.method === 'HEAD') return reply.headers(HEADERS).send();
    if (open.size >= MOST_STREAMS)
      throw new LabProblem(
        503,
        `${MOST_STREAMS} clients listen to the journal, which is the most: close some`,
      );
    // What was written until now is no news, and what another process told this client is here.
    await journal.follow();
    const client = reply.hijack().raw;
    client.writeHead(200, HEADERS);
    client.write(': listening\n\n');
    const tell = tellInOrder(client, toldFirst(journal, filter, seen), held);
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
    if (client.destroyed) stop();
    return reply;
  });
}

/**
 * What a client is told of before it came, newest first: what it missed while its connection was gone, or what it asked for.
 *
 * @param seen id of the newest entry that it has
 */
function toldFirst(journal: Journal, filter: JournalFilter, seen: string | undefined): JournalEntry[] {
  if (seen !== undefined) return journal.told(filter, seen);
  return filter.since === undefined ? [] : journal.told(filter);
}

/** What waits for clients that read too slowly. */
interface Held {
  characters: number;
}

/**
 * Sends entries in order. A client for which too much waits is dropped.
 *
 * @param past entries from before, newest first; sent before all later ones, as fast as the client reads
 * @param held what waits for all clients
 */
function tellInOrder(
  client: ServerResponse,
  past: JournalEntry[],
  held: Held,
): (entry: JournalEntry) => void {
  const waiting: string[] = [];
  let characters = 0;
  const hold = (more: number) => {
    characters += more;
    held.characters += more;
  };
  const write = () => {
    while (!client.writableNeedDrain && !client.writableEnded) {
      const before = past.pop();
      const event = before ? eventOf(before) : waiting.shift();
      if (event === undefined) return;
      if (!before) hold(-event.length);
      client.write(event);
    }
  };
  client.on('drain', write);
  client.once('close', () => {
    waiting.length = 0;
    hold(-characters);
  });
  write();
  return (entry) => {
    if (client.destroyed) return;
    const event = eventOf(entry);
    waiting.push(event);
    hold(event.length);
    const isTooMuch = waiting.length > MOST_WAITING || characters > MOST_CHARACTERS;
    if (isTooMuch || held.characters > MOST_OF_ALL) client.destroy();
    else write();
  };
}

function eventOf(entry: JournalEntry): string {
  return `id: ${entry.id}\nevent: ${entry.outcome}\ndata: ${JSON.stringify(entry)}\n\n`;
}
