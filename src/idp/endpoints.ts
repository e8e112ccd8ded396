/** The endpoints that service providers know: metadata, and where requests are sent. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { liveSession } from '../oauth/session/sessions.ts';
import { refuse } from '../refusals/check.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import type { World } from '../world/world.ts';
import { readArrival } from './arrival.ts';
import { logInPathOf } from './asked.ts';
import type { Binding } from './incoming.ts';
import { showAppMetadata, showOrgMetadata } from './metadata.ts';

const BINDINGS = new Map<string, Binding>([
  ['HttpRedirect', 'redirect'],
  ['HttpPost', 'post'],
]);

export function idpEndpoints(app: FastifyInstance, world: World): void {
  app.get('/.well-known/samlidp.xml', (request, reply) => showOrgMetadata(world, request, reply));
  app.get<{ Params: { file: string } }>('/.well-known/samlidp/:file', (request, reply) =>
    showAppMetadata(world, request, reply, request.params.file.replace(/\.xml$/, '')),
  );
  app.route<{ Params: { binding: string } }>({
    method: ['GET', 'POST'],
    url: '/idp/endpoint/:binding',
    exposeHeadRoute: false,
    handler: (request, reply) => {
      const binding = BINDINGS.get(request.params.binding);
      if (!binding) refuse(request, 'page.not-found', { path: request.trace.path });
      // A POST to the redirect endpoint has a form, which is not deflated.
      return arrive(world, request, reply, request.method === 'POST' ? 'post' : binding);
    },
  });
}

/** Whether the browser has a session is asked of the next request: a form of another site carries no cookie of ours. */
async function arrive(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  binding: Binding,
): Promise<FastifyReply> {
  const session = await liveSession(world, request);
  const asked = await readArrival(world, request, binding, session);
  await request.trace.passed('idp-request');
  return redirectByLocation(reply, request.calledHost.origin + logInPathOf(world, asked));
}
