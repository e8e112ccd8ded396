/** The REST API: what clients call when they log in, and records (identity-and-resources.md 10, 12; rest-data.md). */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { JobRunner } from '../bulk/runner.ts';
import { dataOf } from '../data/data.ts';
import { check, refuse } from '../refusals/check.ts';
import { API_VERSIONS, isKnownVersion } from '../wire/api-versions.ts';
import { NO_PARAMETERS } from '../wire/form.ts';
import { removeVary } from '../wire/headers.ts';
import { sendJson } from '../wire/json.ts';
import type { World } from '../world/world.ts';
import { admitToRest } from './admission.ts';
import type { RestAnswer } from './answer.ts';
import type { ApiUsage } from './api-usage.ts';
import { asyncEndpoints } from './async/endpoints.ts';
import { methodsOf, type Resource, type RestCall, type RestMethod } from './call.ts';
import { answerPart } from './composite/part.ts';
import { RecentRecords } from './recent-records.ts';
import { REST_BODY_LIMIT, textOfBody } from './request-body.ts';
import { PART_RESOURCES, RESOURCES } from './resource-list.ts';

/** Every method reaches a resource: who asks is looked at before how. */
const EVERY_METHOD: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What all calls share. */
interface Rest {
  readonly world: World;
  readonly usage: ApiUsage;
  readonly recents: RecentRecords;
  readonly jobs: JobRunner;
}

/** @param report told of mistakes of ours that ended a job */
export function restEndpoints(
  app: FastifyInstance,
  world: World,
  usage: ApiUsage,
  report: (error: unknown) => void,
): void {
  const rest: Rest = {
    world,
    usage,
    recents: new RecentRecords(),
    jobs: jobsOf(app, world, report),
  };
  asyncEndpoints(app, rest);
  app.get('/services/data', (_request, reply) => sendJson(reply, API_VERSIONS));
  const streams = RESOURCES.filter((resource) => 'takesStream' in resource);
  routes(
    app,
    rest,
    RESOURCES.filter((resource) => !streams.includes(resource)),
  );
  app.register(async (plane) => {
    leaveBodies(plane);
    routes(plane, rest, streams);
  });
  app.route({
    method: EVERY_METHOD,
    url: '/services/a360/token',
    handler: (request) => refuse(request, 'rest.data-cloud', { path: request.trace.path }),
  });
  app.route({
    method: EVERY_METHOD,
    url: '/services/data/*',
    handler: async (request, reply) => {
      const { org } = await admitToRest(world, request);
      usage.admit(request, org);
      reply.header('Sforce-Limit-Info', usage.inWords(org));
      refuse(request, 'rest.not-found', { path: request.trace.path });
    },
  });
}

function routes(app: FastifyInstance, rest: Rest, resources: readonly Resource[]): void {
  for (const resource of resources) {
    app.route({
      method: EVERY_METHOD,
      url: `/services/data/:version${resource.path}`,
      bodyLimit: REST_BODY_LIMIT,
      handler: (request, reply) => answerResource(rest, resource, request, reply),
    });
  }
}

/** Goes on with what an earlier process left, and ends with the server. */
function jobsOf(app: FastifyInstance, world: World, report: (error: unknown) => void): JobRunner {
  const jobs = new JobRunner(world, report);
  app.addHook('onListen', async () => jobs.wake());
  app.addHook('onClose', () => jobs.stop());
  return jobs;
}

/** Whoever wants a body reads it, and bounds it. */
function leaveBodies(plane: FastifyInstance): void {
  plane.removeAllContentTypeParsers();
  plane.addContentTypeParser('*', (_request, _payload, done) => done(null, NO_PARAMETERS));
}

async function answerResource(
  { world, usage, recents, jobs }: Rest,
  resource: Resource,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { parameters, calledHost: host, trace, headers } = request;
  const access = await admitToRest(world, request);
  const path = request.params as Record<string, string>;
  const apiVersion = path.version ?? '';
  const isThere =
    apiVersion.startsWith('v') && isKnownVersion(apiVersion.slice(1)) && !hasEmptyPart(request.url);
  check(request, 'rest.not-found', isThere, { path: trace.path });
  check(request, 'rest.no-length', hasLength(request), { method: request.method });
  const methods = methodsOf(resource);
  const method = methodOf(request);
  const handler = methods[method as RestMethod];
  check(request, 'rest.method', handler, { method, allowed: allowedOf(methods) });
  trace.passed('rest');
  const { org, user } = access;
  usage.admit(request, org);
  reply.header('Sforce-Limit-Info', usage.inWords(org));
  const root = `/services/data/${apiVersion}`;
  const body = await textOfBody(request);
  const session = await dataOf(world).session({ org, user, host });
  const call: RestCall = {
    access,
    host,
    trace,
    parameters,
    path,
    root,
    usage,
    recents,
    world,
    session,
    headers,
    body,
    jobs,
    stream: request.raw,
    answerPart: (within, part) => answerPart(within, part, PART_RESOURCES),
  };
  return send(reply, await handler(call));
}

/** HEAD is GET without a body; clients that know neither PATCH nor DELETE say it in `_HttpMethod` of a POST (rest-data.md 1). */
function methodOf({ method, parameters }: FastifyRequest): string {
  if (method === 'HEAD') return 'GET';
  return method === 'POST' ? (parameters.get('_HttpMethod')?.toUpperCase() ?? method) : method;
}

function allowedOf(methods: Readonly<Partial<Record<RestMethod, unknown>>>): string {
  const own = Object.keys(methods).filter((method) => method !== 'GET');
  return [...('GET' in methods ? ['HEAD', 'GET'] : []), ...own].join(',');
}

/** What is posted has a length, if it is none, or comes in pieces (rest-data.md 2.8). */
function hasLength({ method, headers }: FastifyRequest): boolean {
  if (method !== 'POST' && method !== 'PUT') return true;
  return 'content-length' in headers || 'transfer-encoding' in headers;
}

/** A doubled slash inside a data path leads nowhere; a trailing one is fine (rest-data.md 1). */
function hasEmptyPart(url: string): boolean {
  const data = url.indexOf('/services/data');
  const end = url.indexOf('?');
  return url
    .slice(data, end < 0 ? undefined : end)
    .replace(/\/$/, '')
    .includes('//');
}

function send(
  reply: FastifyReply,
  { status, body, text, headers = {}, isWithoutVary }: RestAnswer,
): FastifyReply {
  reply.code(status).headers(headers);
  if (isWithoutVary) removeVary(reply);
  if (text) return reply.type(text.type).send(text.content);
  return body === undefined ? reply.send() : sendJson(reply, body);
}
