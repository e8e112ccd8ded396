/** The lab plane: what a test asks of the server itself, as JSON under `/_fauxforce` (design 5.3). */
import type { FastifyInstance } from 'fastify';
import { nearestTo } from '../seed/nearest.ts';
import type { World } from '../world.ts';
import { answerProblem, LabProblem } from './answer-problem.ts';
import { clockRoutes } from './clock-routes.ts';
import { failureRoutes } from './failure-routes.ts';
import { guardLab, type LabGuard } from './guard.ts';
import { healthRoute } from './health-route.ts';
import { journalRoutes } from './journal-routes.ts';
import { readJsonBodies } from './json-body.ts';
import { orgRoutes } from './org-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { refusalRoutes } from './refusal-routes.ts';
import { snapshotRoutes } from './snapshot-routes.ts';
import { tokenRoutes } from './token-routes.ts';

export const LAB_PREFIX = '/_fauxforce';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export async function labEndpoints(app: FastifyInstance, world: World, guard: LabGuard): Promise<void> {
  const methodsOf = new Map<string, string[]>();
  app.addHook('onRoute', ({ routePath, method }) => {
    methodsOf.set(routePath, [...(methodsOf.get(routePath) ?? []), ...[method].flat()]);
  });
  app.setErrorHandler(answerProblem);
  guardLab(app, guard);
  readJsonBodies(app);
  healthRoute(app, world);
  journalRoutes(app, world);
  clockRoutes(app, world);
  failureRoutes(app, world);
  refusalRoutes(app);
  orgRoutes(app, world);
  recordRoutes(app, world);
  tokenRoutes(app, world);
  snapshotRoutes(app, world);

  const known = new Map(methodsOf);
  for (const [path, methods] of known) refuseOtherMethods(app, path, methods);
  app.setNotFoundHandler(({ trace }) => {
    const paths = [...known.keys()].map((path) => `${LAB_PREFIX}${path}`);
    const nearest = nearestTo(trace.path, paths);
    throw new LabProblem(
      404,
      `${trace.path} is not a lab path: ${nearest ? `did you mean ${nearest}?` : `there are ${paths.join(', ')}`}`,
    );
  });
}

function refuseOtherMethods(app: FastifyInstance, path: string, allowed: readonly string[]): void {
  const names = [...new Set(allowed)].join(', ');
  app.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url: path,
    handler: ({ method }, reply) => {
      reply.header('Allow', names);
      throw new LabProblem(405, `${method} is not a method of ${LAB_PREFIX}${path}: use ${names}`);
    },
  });
}
