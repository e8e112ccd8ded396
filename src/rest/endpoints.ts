/** The REST resources that logins themselves call (identity-and-resources.md 10, 12; clients.md 1.24). */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { check, refuse } from '../refusals/check.ts';
import { API_VERSIONS, isKnownVersion } from '../wire/api-versions.ts';
import { sendJson } from '../wire/json.ts';
import type { World } from '../world/world.ts';
import { admitToRest } from './admission.ts';
import { type ApiUsage, DAILY_API_REQUESTS } from './api-usage.ts';
import type { Resource } from './call.ts';
import { limits } from './resources/limits.ts';
import { usageApps, usageTokens, usageUsers } from './resources/oauth-usage.ts';
import { query, queryAll, queryMore, toolingQuery } from './resources/query.ts';
import { record } from './resources/record.ts';
import { sobjects } from './resources/sobjects.ts';
import { version } from './resources/version.ts';

const RESOURCES: readonly Resource[] = [
  version,
  limits,
  query,
  queryAll,
  queryMore,
  toolingQuery,
  sobjects,
  record,
  usageApps,
  usageUsers,
  usageTokens,
];

/** Every method reaches a resource: who asks is looked at before how. */
const EVERY_METHOD: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const READING = 'HEAD,GET';

export function restEndpoints(app: FastifyInstance, world: World, usage: ApiUsage): void {
  app.get('/services/data', (_request, reply) => sendJson(reply, API_VERSIONS));
  for (const resource of RESOURCES) {
    app.route({
      method: EVERY_METHOD,
      url: `/services/data/:version${resource.path}`,
      handler: (request, reply) => answerResource(world, usage, resource, request, reply),
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
  world: World,
  usage: ApiUsage,
  resource: Resource,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { method, parameters, calledHost: host, headers, trace } = request;
  const access = await admitToRest(world, request);
  const path = request.params as Record<string, string>;
  const apiVersion = path.version ?? '';
  check(request, 'rest.not-found', apiVersion.startsWith('v') && isKnownVersion(apiVersion.slice(1)), {
    path: request.trace.path,
  });
  check(request, 'rest.method', READING.split(',').includes(method), { method, allowed: READING });
  request.trace.passed('rest');
  usage.count(access.org.id);
  const root = `/services/data/${apiVersion}`;
  const body = await resource.read({ access, headers, host, trace, parameters, path, root, usage, world });
  reply.header('Sforce-Limit-Info', `api-usage=${usage.of(access.org.id)}/${DAILY_API_REQUESTS}`);
  return sendJson(reply, body);
}
