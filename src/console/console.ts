/**
 * The inspector under `/_fauxforce/console`: one door behind the lab's guard. What is behind it is loaded by the first visit, so
 * that a start does not pay for it.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { guardLab, type LabGuard } from '../lab/plane/guard.ts';
import { labCookie, OneTimeCodes } from '../lab/plane/lab-cookie.ts';
import { readForm } from '../wire/form.ts';
import type { World } from '../world/world.ts';

/** What needs no lab token: the style, the script, and the form that takes the token. */
const OPEN = /^\/_fauxforce\/console\/(?:console\.(?:css|js)|icon\.svg|sign-in)$/;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export function consolePages(app: FastifyInstance, world: World, guard: LabGuard): void {
  const { labToken } = guard;
  const answers = () => import('./answer.ts');
  app.setErrorHandler(async (error: FastifyError, request, reply) =>
    (await answers()).answerError({ world }, error, request, reply),
  );
  if (labToken !== undefined) takeOneTimeLinks(app, world, labToken);
  guardLab(app, guard, ({ trace }) => OPEN.test(trace.path));
  readForms(app);
  const handler = async (request: FastifyRequest, reply: FastifyReply) =>
    (await answers()).answerVisit({ app, world, labToken }, request, reply);
  app.route({ method: [...METHODS], url: '/', handler });
  app.route({ method: [...METHODS], url: '/*', handler });
}

/** Swaps the code of a one-time link for the cookie; the code leaves the address at once. */
function takeOneTimeLinks(app: FastifyInstance, { clock, store }: World, labToken: string): void {
  const codes = new OneTimeCodes(store.usedAssertions);
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET') return;
    const { once, ...others } = Object.fromEntries(request.query as ReadonlyMap<string, string>);
    if (once === undefined) return;
    const query = new URLSearchParams(others).toString();
    if (await codes.spend(once, labToken, clock.untold()))
      reply.header('Set-Cookie', labCookie(labToken, request.calledHost.origin.startsWith('https:')));
    return reply
      .code(303)
      .header(
        'Location',
        `${new URL(request.trace.path, 'http://localhost').pathname}${query && `?${query}`}`,
      )
      .header('Cache-Control', 'no-store')
      .header('Referrer-Policy', 'no-referrer')
      .send();
  });
}

/** Bodies are forms, whatever they call themselves. */
function readForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, readForm(body as string));
  });
  app.addHook('onRequest', async ({ raw }) => {
    delete raw.headers['content-type'];
  });
}
