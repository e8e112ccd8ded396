/** The REST API: what clients call when they log in, and records (identity-and-resources.md 10, 12; rest-data.md). */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { dataOf } from '../data/data.ts';
import { check, refuse } from '../refusals/check.ts';
import { API_VERSIONS, isKnownVersion } from '../wire/api-versions.ts';
import { sendJson } from '../wire/json.ts';
import type { World } from '../world/world.ts';
import { admitToRest } from './admission.ts';
import type { RestAnswer } from './answer.ts';
import type { ApiUsage } from './api-usage.ts';
import { methodsOf, type Resource, type RestCall, type RestMethod } from './call.ts';
import { answerPart } from './composite/part.ts';
import { PART_RESOURCES, RESOURCES } from './resource-list.ts';

/** Every method reaches a resource: who asks is looked at before how. */
const EVERY_METHOD: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What all calls share. */
interface Rest {
  readonly world: World;
  readonly usage: ApiUsage;
}

export function restEndpoints(app: FastifyInstance, world: World, usage: ApiUsage): void {
  const rest: Rest = { world, usage };
  app.get('/services/data', (_request, reply) => sendJson(reply, API_VERSIONS));
  for (const resource of RESOURCES) {
    app.route({
      method: EVERY_METHOD,
      url: `/services/data/:version${resource.path}`,
      handler: (request, reply) => answerResource(rest, resource, request, reply),
    });
  }
  app.route({
    method: EVERY_METHOD,
    url: '/services/a360/token',
    handler: (request) => refuse(request, 'rest.data-cloud', { path: request.trace.path }),
  });
  app.route({
    method: EVERY_METHOD,
    url: '/services/data/*',
    handler: async (request) => {
      await admitToRest(world, request);
      refuse(request, 'rest.not-found', { path: request.trace.path });
    },
  });
}

async function answerResource(
  { world, usage }: Rest,
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
  const methods = methodsOf(resource);
  const method = methodOf(request);
  const handler = methods[method as RestMethod];
  check(request, 'rest.method', handler, { method, allowed: allowedOf(methods) });
  trace.passed('rest');
  const { org, user } = access;
  usage.admit(request, org);
  reply.header('Sforce-Limit-Info', usage.inWords(org));
  const root = `/services/data/${apiVersion}`;
  const body = request.otherBody?.toString() ?? '';
  const session = await dataOf(world).session({ org, user, host });
  const call: RestCall = {
    access,
    host,
    trace,
    parameters,
    path,
    root,
    usage,
    world,
    session,
    headers,
    body,
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

/** A doubled slash inside a data path leads nowhere; a trailing one is fine (rest-data.md 1). */
function hasEmptyPart(url: string): boolean {
  const data = url.indexOf('/services/data');
  const end = url.indexOf('?');
  return url
    .slice(data, end < 0 ? undefined : end)
    .replace(/\/$/, '')
    .includes('//');
}

function send(reply: FastifyReply, { status, body, headers = {} }: RestAnswer): FastifyReply {
  reply.code(status).headers(headers);
  return body === undefined ? reply.send() : sendJson(reply, body);
}
