/** How the Salesforce plane reads a body: forms and multipart are parameters, anything else carries none (token.md 1.2) and is kept. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Trace } from '../refusals/trace.ts';
import {
  type FormParameters,
  hasTooManyPairs,
  merged,
  NO_PARAMETERS,
  readForm,
  TOO_MANY_PARAMETERS,
} from '../wire/form.ts';
import { readMultipart } from './multipart.ts';

/** Bytes; a larger body is answered 413. */
export const BODY_LIMIT = 1024 * 1024;

const READABLE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;

export function readFormBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    ({ trace }, body, done) => done(null, readParameters(trace, 'body', body as string)),
  );
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async ({ headers, trace }: FastifyRequest, body: Buffer) => {
      try {
        return await readMultipart(headers['content-type'] ?? '', body, BODY_LIMIT);
      } catch (error) {
        trace.refuse('request.malformed', { reason: `its multipart body: ${(error as Error).message}` });
      }
    },
  );
  app.decorateRequest('otherBody');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    request.otherBody = body as Buffer;
    done(null, NO_PARAMETERS);
  });
  app.addHook('onRequest', ({ headers, raw }, _reply, done) => {
    // Not Fastify's 415: Salesforce reads a body of an unknown or garbled type as one without parameters.
    const type = headers['content-type'];
    if (type !== undefined && !READABLE.test(type)) delete raw.headers['content-type'];
    done();
  });
  app.addHook('preHandler', (request, _reply, done) => {
    const body = (request.body as FormParameters | undefined) ?? NO_PARAMETERS;
    request.parameters = merged(readParameters(request.trace, 'query', queryOf(request.url)), body);
    request.trace.parameters = request.parameters;
    done();
  });
}

/** Read from the URL, as Fastify parses the query of an unknown path in its own way. */
function queryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}

/** @throws Refusal */
function readParameters(trace: Trace, part: 'query' | 'body', text: string): FormParameters {
  if (hasTooManyPairs(text))
    trace.refuse('request.malformed', { reason: `its ${part}: ${TOO_MANY_PARAMETERS}` });
  return readForm(text);
}
