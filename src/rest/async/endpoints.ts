/** `/services/async/NN.0/…`: Bulk API 1 (rest-data.md 7). */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { JobRunner } from '../../bulk/runner.ts';
import { dataOf } from '../../data/data.ts';
import { check, refuse } from '../../refusals/check.ts';
import { isKnownVersion } from '../../wire/api-versions.ts';
import { NO_PARAMETERS } from '../../wire/form.ts';
import type { World } from '../../world/world.ts';
import { admitToRest } from '../admission.ts';
import type { ApiUsage } from '../api-usage.ts';
import type { RecentRecords } from '../recent-records.ts';
import { type AsyncAnswer, sendAsync } from './answer.ts';
import type { AsyncCall } from './call.ts';
import {
  addBatch,
  changeJob,
  createJob,
  listBatches,
  readBatch,
  readJob,
  readResult,
  readResults,
} from './calls.ts';
import { isJsonSent, sendBulkError } from './error.ts';

type Handler = (call: AsyncCall) => Promise<AsyncAnswer>;

const CALLS: readonly (readonly [path: string, calls: Readonly<Partial<Record<'GET' | 'POST', Handler>>>])[] =
  [
    ['/job', { POST: createJob }],
    ['/job/:job', { GET: readJob, POST: changeJob }],
    ['/job/:job/batch', { GET: listBatches, POST: addBatch }],
    ['/job/:job/batch/:batch', { GET: readBatch }],
    ['/job/:job/batch/:batch/result', { GET: readResults }],
    ['/job/:job/batch/:batch/result/:result', { GET: readResult }],
  ];

/** Every method reaches a call: who asks is looked at before how. */
const EVERY_METHOD: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export interface Async {
  readonly world: World;
  readonly usage: ApiUsage;
  readonly recents: RecentRecords;
  readonly jobs: JobRunner;
}

export function asyncEndpoints(app: FastifyInstance, shared: Async): void {
  app.register(async (plane) => {
    plane.removeAllContentTypeParsers();
    // Whoever wants a body reads it, and bounds it.
    plane.addContentTypeParser('*', (_request, _payload, done) => done(null, NO_PARAMETERS));
    for (const [path, calls] of CALLS) {
      plane.route({
        method: EVERY_METHOD,
        url: `/services/async/:version${path}`,
        handler: (request, reply) => answer(shared, calls, request, reply),
      });
    }
    plane.route({
      method: EVERY_METHOD,
      url: '/services/async/*',
      handler: (request, reply) => answer(shared, {}, request, reply),
    });
  });
}

async function answer(
  { world, usage, recents, jobs }: Async,
  calls: Readonly<Partial<Record<string, Handler>>>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { calledHost: host, headers, method, trace, parameters } = request;
  const show = (refusal: Parameters<typeof sendBulkError>[2]) => sendBulkError(request, reply, refusal);
  request.ownSurfaces = { 'rest-array': show, 'bulk-error': show };
  const session = headers['x-sfdc-session'];
  if (typeof session === 'string' && session !== '') headers.authorization = `Bearer ${session}`;
  const access = await admitToRest(world, request);
  const path = request.params as Record<string, string>;
  const { version = path['*']?.split('/')[0] ?? '' } = path;
  check(request, 'async.version', isKnownVersion(version), { version });
  const handler = calls[method === 'HEAD' ? 'GET' : method];
  if (!handler) refuse(request, 'async.url', { path: trace.path, method });
  await usage.admit(request, access.org);
  const { org, user } = access;
  const call: AsyncCall = {
    access,
    host,
    trace,
    parameters,
    path,
    root: `/services/data/v${version}`,
    usage,
    recents,
    world,
    session: await dataOf(world).session({ org, user, host }),
    headers,
    body: '',
    stream: request.raw,
    jobs,
    answerPart: () => refuse(request, 'async.url', { path: trace.path, method }),
    isJsonSent: isJsonSent(request),
    version,
  };
  return sendAsync(reply, await handler(call));
}
