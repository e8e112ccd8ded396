/** The lab plane: what a test asks of the server itself, as JSON under `/_fauxforce` (design 5.3). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nearestTo } from '../seed/nearest.ts';
import { KnownPaths } from '../wire/known-paths.ts';
import type { World } from '../world.ts';
import { answerProblem, LabProblem } from './answer-problem.ts';
import { approvalRoutes } from './approval-routes.ts';
import { clockRoutes } from './clock-routes.ts';
import { failureRoutes } from './failure-routes.ts';
import { guardLab, type LabGuard } from './guard.ts';
import { healthRoute } from './health-route.ts';
import { journalRoutes } from './journal-routes.ts';
import { readJsonBodies } from './json-body.ts';
import { logInRoutes } from './log-in-routes.ts';
import { openApiRoute } from './openapi-route.ts';
import { orgRoutes } from './org-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { refusalRoutes } from './refusal-routes.ts';
import { snapshotRoutes } from './snapshot-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { usageRoutes } from './usage-routes.ts';

export const LAB_PREFIX = '/_fauxforce';

export async function labEndpoints(app: FastifyInstance, world: World, guard: LabGuard): Promise<void> {
  const known = new KnownPaths();
  app.addHook('onRoute', (route) => known.add(route));
  app.setErrorHandler(answerProblem);
  guardLab(app, guard);
  readJsonBodies(app);
  openApiRoute(app, LAB_PREFIX);
  healthRoute(app, world);
  journalRoutes(app, world);
  clockRoutes(app, world);
  failureRoutes(app, world);
  refusalRoutes(app);
  orgRoutes(app, world);
  recordRoutes(app, world);
  tokenRoutes(app, world);
  approvalRoutes(app, world);
  usageRoutes(app, world);
  logInRoutes(app, world);
  snapshotRoutes(app, world);

  // Before a body is read: what is asked in vain need not be JSON.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) refuseUnknown(known, request, reply);
  });
  app.setNotFoundHandler((request, reply) => refuseUnknown(known, request, reply));
}

/** @throws LabProblem */
function refuseUnknown(known: KnownPaths, { method, trace }: FastifyRequest, reply: FastifyReply): never {
  const allowed = known.methodsOf(trace.path);
  if (allowed) {
    reply.header('Allow', allowed);
    throw new LabProblem(405, `${method} is not a method of ${trace.path}: use ${allowed}`);
  }
  const nearest = nearestTo(trace.path, known.urls);
  throw new LabProblem(
    404,
    `${trace.path} is not a lab path: ${nearest ? `did you mean ${nearest}?` : `there are ${known.urls.join(', ')}`}`,
  );
}
