/** How the forms of Setup are read: lists send several values of one name, and a certificate is a file. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../refusals/check.ts';
import { hasTooManyPairs, readAllValues, readForm, type SentForm } from '../wire/form.ts';
import { BODY_LIMIT } from './bodies.ts';
import { readMultipartForm } from './multipart.ts';

/** @param app of its own: what else is on the plane reads forms as Salesforce's endpoints do */
export function readSetupForms(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/x-www-form-urlencoded', 'multipart/form-data']);
  app.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, text, done) => {
      request.sentForm = { values: readAllValues(text), files: new Map() };
      done(null, { text, form: readForm(text), hasTooManyPairs: hasTooManyPairs(text) });
    },
  );
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      try {
        const form = await readMultipartForm(request.headers['content-type'] ?? '', body, BODY_LIMIT);
        request.sentForm = form;
        return firstValues(form);
      } catch (error) {
        return refuse(request, 'request.malformed', {
          reason: `its multipart body: ${(error as Error).message}`,
        });
      }
    },
  );
}

function firstValues({ values }: SentForm): Map<string, string> {
  return new Map([...values].map(([name, [first = '']]) => [name, first]));
}
