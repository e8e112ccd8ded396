/** Assembles Fastify: the Salesforce plane and the lab plane over one world. */
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { discoveryEndpoints } from '../identity/discovery.ts';
import { identityEndpoints } from '../identity/endpoints.ts';
import { labEndpoints } from '../lab/api.ts';
import { authorizeEndpoint } from '../oauth/authorize/endpoint.ts';
import { revokeEndpoint } from '../oauth/revoke.ts';
import { tokenEndpoint } from '../oauth/token/endpoint.ts';
import { readHost } from '../org/hosts.ts';
import { pageEndpoints } from '../pages/endpoints.ts';
import { Refusal } from '../refusals/catalogue.ts';
import { restEndpoints } from '../rest/endpoints.ts';
import { readForm } from '../wire/form.ts';
import { EDGE_HEADERS } from '../wire/headers.ts';
import type { World } from '../world.ts';
import { answerRefusal } from './answer-refusal.ts';
import { BODY_LIMIT, readFormBodies } from './bodies.ts';
import { keepJournal } from './keep-journal.ts';

export interface ServerOptions {
  /** Replaces the origin of requests on local hosts in every URL we answer with. */
  readonly baseUrl?: string;
  /** False leaves `x-fauxforce-journal` out of every answer. */
  readonly journalHeader?: boolean;
  /** Needed on the lab plane when bound beyond loopback. */
  readonly labToken?: string;
}

export async function buildServer(world: World, options: ServerOptions = {}): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    logger: false,
    disableRequestLogging: true,
    forceCloseConnections: true,
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: 2_000,
      querystringParser: (text) => readForm(text) as never,
    },
  });
  keepJournal(app, world, options.journalHeader ?? true);
  recogniseHost(app, options.baseUrl);
  await app.register(async (plane) => salesforcePlane(plane, world));
  await app.register(async (plane) => labEndpoints(plane, world, options), { prefix: '/_fauxforce' });
  return app;
}

async function salesforcePlane(app: FastifyInstance, world: World): Promise<void> {
  await readFormBodies(app);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(EDGE_HEADERS);
  });
  app.setErrorHandler<FastifyError | Refusal>(answerError);
  app.setNotFoundHandler((request) => request.trace.refuse('page.not-found', { path: request.trace.path }));
  authorizeEndpoint(app, world);
  tokenEndpoint(app, world);
  revokeEndpoint(app, world);
  pageEndpoints(app, world);
  identityEndpoints(app, world);
  discoveryEndpoints(app, world);
  restEndpoints(app, world);
}

function answerError(
  error: FastifyError | Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof Refusal) return answerRefusal(request, reply, error);
  const { statusCode, message } = error;
  if (statusCode === undefined || statusCode >= 500) throw error;
  const refusal =
    statusCode === 413
      ? new Refusal('request.too-large', { limit: BODY_LIMIT })
      : new Refusal('request.malformed', { reason: message });
  request.trace.refusal = refusal;
  return answerRefusal(request, reply, refusal);
}

function recogniseHost(app: FastifyInstance, baseUrl: string | undefined): void {
  const base = baseUrl?.replace(/\/+$/, '');
  app.decorateRequest('calledHost');
  app.addHook('onRequest', async (request: FastifyRequest) => {
    const called = readHost(request.host, request.protocol);
    request.calledHost = base && called.kind === 'local' ? { ...called, origin: base } : called;
  });
}
