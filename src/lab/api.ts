/** The lab plane: what a test can ask the server itself to do, as JSON under `/_fauxforce` (design 5.3). */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nearestTo } from '../ground/nearest.ts';
import { KnownPaths } from '../wire/known-paths.ts';
import type { LabWorld } from './lab-world.ts';
import { answerProblem, LabProblem } from './plane/answer-problem.ts';
import { guardLab, type LabGuard } from './plane/guard.ts';
import { readJsonBodies } from './plane/json-body.ts';
import { addedRecordRoutes } from './routes/added-record-routes.ts';
import { approvalRoutes } from './routes/approval-routes.ts';
import { certificateRoute } from './routes/certificate-route.ts';
import { clockRoutes } from './routes/clock-routes.ts';
import { dataRoutes } from './routes/data-routes.ts';
import { diagnosisRoutes } from './routes/diagnosis-routes.ts';
import { failureRoutes } from './routes/failure-routes.ts';
import { healthRoute } from './routes/health-route.ts';
import { idpEventRoutes } from './routes/idp-event-routes.ts';
import { journalRoutes } from './routes/journal-routes.ts';
import { keptSnapshotRoutes } from './routes/kept-snapshot-routes.ts';
import { logInRoutes } from './routes/log-in-routes.ts';
import { metricsRoute } from './routes/metrics-route.ts';
import { openApiRoute } from './routes/openapi-route.ts';
import { orgRoutes } from './routes/org-routes.ts';
import { outboxRoutes } from './routes/outbox-routes.ts';
import { recordRoutes } from './routes/record-routes.ts';
import { refusalRoutes } from './routes/refusal-routes.ts';
import { sentRoutes } from './routes/sent-routes.ts';
import { snapshotRoutes } from './routes/snapshot-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';
import { usageRoutes } from './routes/usage-routes.ts';
import { walkRoutes } from './routes/walk-routes.ts';
import type { Worker } from './worker.ts';

export const LAB_PREFIX = '/_fauxforce';

interface LabOptions extends LabGuard {
  /** Of the authority behind https, in PEM. */
  readonly certificate: () => Promise<string>;
  /** Which of several processes behind one port it is. */
  readonly worker?: Worker;
}

/** What is read off the journal. */
const OF_JOURNAL = ['/journal', '/logins', '/idp-events', '/refusals', '/walks'];

export async function labEndpoints(
  app: FastifyInstance,
  world: LabWorld,
  options: LabOptions,
): Promise<void> {
  const known = new KnownPaths();
  app.addHook('onRoute', (route) => known.add(route));
  app.setErrorHandler(answerProblem);
  // Health checks come without a token.
  guardLab(app, options, ({ routeOptions }) => routeOptions.url === `${LAB_PREFIX}/health`);
  readJsonBodies(app);
  // What another process on the store wrote a moment ago is in every answer about the journal.
  app.addHook('preHandler', async ({ routeOptions: { url = '' } }) => {
    if (OF_JOURNAL.some((path) => url.startsWith(`${LAB_PREFIX}${path}`))) await world.journal.follow();
  });
  openApiRoute(app, LAB_PREFIX);
  healthRoute(app, world, options.worker);
  metricsRoute(app, world, options.worker);
  certificateRoute(app, options.certificate);
  journalRoutes(app, world);
  sentRoutes(app, world);
  clockRoutes(app, world);
  failureRoutes(app, world);
  refusalRoutes(app, world);
  diagnosisRoutes(app, world);
  orgRoutes(app, world);
  recordRoutes(app, world);
  addedRecordRoutes(app, world);
  dataRoutes(app, world);
  tokenRoutes(app, world);
  approvalRoutes(app, world);
  usageRoutes(app, world);
  walkRoutes(app, world);
  logInRoutes(app, world);
  outboxRoutes(app, world);
  idpEventRoutes(app, world);
  snapshotRoutes(app, world);
  keptSnapshotRoutes(app, world);

  // Refuses an unknown path before its body is read, which need not be JSON.
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
