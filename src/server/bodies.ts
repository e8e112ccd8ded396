/** How the Salesforce plane reads a body: forms and multipart are parameters, anything else carries none (token.md 1.2). */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type FormParameters, merged, NO_PARAMETERS, readForm } from '../wire/form.ts';

/** Bytes; a larger body is answered 413. */
export const BODY_LIMIT = 1024 * 1024;

const MULTIPART_LIMITS = { fields: 200, fieldSize: BODY_LIMIT, files: 0, parts: 200 };

export async function readFormBodies(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, readForm(body as string)),
  );
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, NO_PARAMETERS));
  await app.register(multipart, { limits: MULTIPART_LIMITS, throwFileSizeLimit: false });
  app.addHook('preHandler', async (request) => {
    const body = request.isMultipart()
      ? await readMultipart(request)
      : (request.body as FormParameters | undefined);
    request.parameters = merged(request.query as FormParameters, body ?? NO_PARAMETERS);
    request.trace.parameters = request.parameters;
  });
}

async function readMultipart(request: FastifyRequest): Promise<FormParameters> {
  const parameters = new Map<string, string>();
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field' && typeof part.value === 'string' && !parameters.has(part.fieldname)) {
        parameters.set(part.fieldname, part.value);
      }
    }
  } catch (error) {
    // A malformed multipart body is a body whose parameters are not seen; one that is too large stays a 413.
    if ((error as { statusCode?: number }).statusCode === 413) throw error;
    return NO_PARAMETERS;
  }
  return parameters;
}
