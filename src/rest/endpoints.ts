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
import { methodsOf, type RestCall, type RestMethod } from './call.ts';
import { answerPart } from './composite/part.ts';
import { type FindResource, type FoundResource, finderOf } from './find-resource.ts';
import { RecentRecords } from './recent-records.ts';
import { REST_BODY_LIMIT, textOfBody } from './request-body.ts';
import { PART_RESOURCES, RESOURCES } from './resource-list.ts';

const findPart = finderOf(PART_RESOURCES);

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
  const findResource = finderOf(RESOURCES.filter((resource) => !streams.includes(resource)));
  const findStream = finderOf(streams);
  app.register(async (plane) => {
    leaveBodies(plane);
    for (const { path } of streams) route(plane, rest, `/services/data/:version${path}`, findStream);
  });
  route(app, rest, '/services/data/*', findResource);
  app.route({
    method: EVERY_METHOD,
    url: '/services/a360/token',
    handler: (request) => refuse(request, 'rest.data-cloud', { path: request.trace.path }),
  });
}

function route(app: FastifyInstance, rest: Rest, url: string, findResource: FindResource): void {
  app.route({
    method: EVERY_METHOD,
    url,
    bodyLimit: REST_BODY_LIMIT,
    handler: (request, reply) => {
      const [, version = '', path = ''] = VERSION_AND_PATH.exec(dataPathOf(request.url)) ?? [];
      const found = findResource(path);
      return found
        ? answerResource(rest, { ...found, version }, request, reply)
        : refuseUnknown(rest, request, reply);
    },
  });
}

const VERSION_AND_PATH = /^\/services\/data\/([^/]+)(\/.*)?$/;

/** Doubled slashes and a trailing one lead where the path without them does. */
function dataPathOf(url: string): string {
  return wordsOf(url).replace(/\/+/g, '/');
}

/** From `/services/data` on, without the query. */
function wordsOf(url: string): string {
  const [path = ''] = url.slice(url.indexOf('/services/data')).split(/[?#]/, 1);
  return path;
}

async function refuseUnknown(
  { world, usage }: Rest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<never> {
  const { org } = await admitToRest(world, request);
  await usage.admit(request, org);
  reply.header('Sforce-Limit-Info', usage.inWords(org));
  refuse(request, 'rest.not-found', { path: request.trace.path });
}

/** Goes on with what an earlier process left, and ends with the server. */
function jobsOf(app: FastifyInstance, world: World, report: (error: unknown) => void): JobRunner {
  const jobs = new JobRunner(world, report);
  app.server.once('listening', () => jobs.wake());
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
  { resource, path, version }: FoundResource & { readonly version: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { parameters, calledHost: host, trace, headers } = request;
  const access = await admitToRest(world, request);
  const isThere = version.startsWith('v') && isKnownVersion(version.slice(1)) && !hasEmptyPart(request.url);
  check(request, 'rest.not-found', isThere, { path: trace.path });
  check(request, 'rest.no-length', hasLength(request), { method: request.method });
  const methods = methodsOf(resource);
  const method = methodOf(request);
  const handler = methods[method as RestMethod];
  check(request, 'rest.method', handler, { method, allowed: allowedOf(methods) });
  await trace.passed('rest');
  const { org, user } = access;
  await usage.admit(request, org);
  reply.header('Sforce-Limit-Info', usage.inWords(org));
  const root = `/services/data/${version}`;
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
    answerPart: (within, part) => answerPart(within, part, findPart),
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
  return wordsOf(url).replace(/\/$/, '').includes('//');
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
