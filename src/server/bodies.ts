/** How the Salesforce plane reads a body: forms and multipart are parameters, anything else carries none (token.md 1.2) and is kept. */
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse, type Traced } from '../refusals/check.ts';
import {
  type FormParameters,
  hasTooManyPairs,
  merged,
  NO_PARAMETERS,
  queryOf,
  readForm,
  TOO_MANY_PARAMETERS,
} from '../wire/form.ts';
import { readMultipart } from './multipart.ts';

/** Bytes; a larger body is answered 413. */
export const BODY_LIMIT = 1024 * 1024;

const READABLE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;

export function readFormBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.register(formbody, { parser: readFormBody });
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      try {
        return await readMultipart(request.headers['content-type'] ?? '', body, BODY_LIMIT);
      } catch (error) {
        refuse(request, 'request.malformed', { reason: `its multipart body: ${(error as Error).message}` });
      }
    },
  );
  app.decorateRequest('otherBody');
  app.decorateRequest('formText');
  app.decorateRequest('sentForm');
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
    const read = request.body as FormBody | FormParameters | undefined;
    const form = read && 'form' in read ? read : undefined;
    const body = form?.form ?? (read as FormParameters | undefined) ?? NO_PARAMETERS;
    request.body = body;
    request.formText = form?.text;
    refuseTooMany(form?.hasTooManyPairs === true, request, 'body');
    // Fastify parses the query of an unknown path in its own way.
    const query = queryOf(request.url);
    refuseTooMany(hasTooManyPairs(query), request, 'query');
    request.parameters = merged(readForm(query), body);
    request.trace.parameters = request.parameters;
    if (query === '' && request.formText !== undefined)
      request.trace.parametersFrom(request.formText, readForm);
    done();
  });
}

/** What @fastify/formbody hands on: its parser does not know the request, so refusing is left to those who do. */
type FormBody = {
  readonly text: string;
  readonly form: FormParameters;
  readonly hasTooManyPairs: boolean;
};

function readFormBody(text: string): FormBody {
  return { text, form: readForm(text), hasTooManyPairs: hasTooManyPairs(text) };
}

/** @throws Refusal */
function refuseTooMany(hasTooMany: boolean, request: Traced, part: 'query' | 'body'): void {
  if (hasTooMany) refuse(request, 'request.malformed', { reason: `its ${part}: ${TOO_MANY_PARAMETERS}` });
}
