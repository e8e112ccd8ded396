/** A request of the journal as it came, secrets included: shown, or sent once more to the server as it is now. */
import type { FastifyInstance } from 'fastify';
import type { Journal } from '../../journal/journal.ts';
import type { SentRequest } from '../../journal/sent.ts';
import type { World } from '../../world/world.ts';
import { count, list, object, text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readQuery } from '../plane/input.ts';
import { sendToSelf } from '../plane/own-request.ts';
import { entryOf } from './journal-routes.ts';

/** What a connection says of itself, which the new request says anew. */
const OF_CONNECTION = new Set(['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding']);
const FORM = 'application/x-www-form-urlencoded';

export function sentRoutes(app: FastifyInstance, world: World): void {
  const { journal } = world;
  app.get<{ Params: { id: string } }>(
    '/journal/:id/sent',
    { config: { operation: SHOW_SENT } },
    ({ params: { id }, query }) => {
      readQuery(query, []);
      return shownSent(sentRequest(journal, id));
    },
  );

  app.post<{ Params: { id: string } }>(
    '/journal/:id/replay',
    { config: { operation: REPLAY } },
    async ({ params: { id }, query, socket }, reply) => {
      readQuery(query, []);
      const sent = sentRequest(journal, id);
      const { answer, entry } = await sendToSelf(app, world, {
        method: sent.method as 'GET',
        url: sent.url,
        headers: headersOf(sent),
        ...(socket.remoteAddress && { remoteAddress: socket.remoteAddress }),
        ...(sent.body && { payload: payloadOf(sent.body) }),
      });
      return reply.code(201).send({ id: entry ?? id, status: answer.statusCode });
    },
  );
}

/**
 * The request as it came.
 *
 * @throws LabProblem for one that is no longer there
 */
function sentRequest(journal: Journal, id: string): SentRequest {
  entryOf(journal, id);
  const sent = journal.sent.find(id);
  if (sent) return sent;
  throw new LabProblem(
    404,
    `what entry '${id}' sent is no longer there: this process keeps its newest 200 requests of up to 32 kB as they came`,
  );
}

function shownSent({ method, url, headers, body, answer }: SentRequest) {
  return {
    request: { method, url, headers: pairsOf(headers), body: body ? payloadOf(body).toString() : '' },
    answer: {
      status: answer.status,
      headers: Object.entries(answer.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one) => [name, String(one)]),
      ),
      body: answer.body ?? '',
    },
  };
}

function pairsOf(headers: readonly string[]): string[][] {
  return headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1] ?? '']] : []));
}

function headersOf({ headers, body }: SentRequest): Record<string, string | string[]> {
  const all = new Map<string, string[]>();
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = (headers[i] ?? '').toLowerCase();
    if (!OF_CONNECTION.has(name)) all.set(name, [...(all.get(name) ?? []), headers[i + 1] ?? '']);
  }
  // Parts of a multipart body were read as parameters, and are sent as those.
  if (body instanceof Map && all.has('content-type')) all.set('content-type', [FORM]);
  return Object.fromEntries(
    [...all].map(([name, values]) => [name, values.length === 1 ? values[0]! : values]),
  );
}

function payloadOf(body: NonNullable<SentRequest['body']>): Buffer | string {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : new URLSearchParams([...body]).toString();
}

const SHOW_SENT: Operation = {
  id: 'showSent',
  summary: 'The request of an entry and its answer as they were, secrets included',
  description: 'Of the newest 200 requests of this process, of up to 32 kB each with their answers.',
  path: { id: 'Of the journal entry.' },
  answer: {
    status: 200,
    schema: () => {
      const message = { headers: list(list(text()), 'Names with their values.'), body: text() };
      return object({
        request: object({ method: text(), url: text('Path and query.'), ...message }),
        answer: object({ status: count('HTTP status.'), ...message }),
      });
    },
  },
  notFound: 'The journal has no such entry, or its request is no longer there.',
};

const REPLAY: Operation = {
  id: 'replayEntry',
  summary: 'Send the request of an entry once more, as it came',
  description:
    'The newest 200 requests of this process are kept for it, of up to 32 kB each with their answers. It is sent within the process: what came by https comes by http now.',
  path: { id: 'Of the journal entry.' },
  answer: {
    status: 201,
    schema: () => object({ id: text('Of the new entry.'), status: count('HTTP status of its answer.') }),
  },
  notFound: 'The journal has no such entry, or its request is no longer there.',
};
