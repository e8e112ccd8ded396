/** Orgs on demand: each as private as the others. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Org } from '../org/model.ts';
import { isFields } from '../seed/records.ts';
import type { World } from '../world.ts';
import { LabProblem } from './answer-problem.ts';
import { readPeriod, readQuery } from './input.ts';

interface ById {
  Params: { id: string };
}

export function orgRoutes(app: FastifyInstance, world: World): void {
  app.post('/orgs', async (request, reply) => {
    readQuery(request.query, []);
    const { expiresIn, ...document } = isFields(request.body) ? request.body : {};
    if (request.body !== undefined && request.body !== null && !isFields(request.body)) {
      throw new LabProblem(400, 'the body must be a seed document as a JSON object: {} makes a complete org');
    }
    const period = expiresIn === undefined ? undefined : readPeriod('expiresIn', expiresIn);
    const org = await world.labOrgs.create(world, document, period);
    return reply.code(201).send(show(world, org, request));
  });

  app.get('/orgs', ({ query }) => {
    readQuery(query, []);
    return { orgs: world.orgs.orgs.map((org) => facts(world, org)) };
  });

  app.get<ById>('/orgs/:id', (request) => {
    readQuery(request.query, []);
    return show(world, orgOf(world, request.params.id), request);
  });

  app.delete<ById>('/orgs/:id', async ({ params, query }, reply) => {
    readQuery(query, []);
    await world.labOrgs.remove(world, [orgOf(world, params.id)]);
    return reply.code(204).send();
  });
}

/** @throws LabProblem when there is no such org */
export function orgOf({ orgs }: World, id: string): Org {
  const org = orgs.org(id);
  if (!org) throw new LabProblem(404, `there is no org '${id}': GET /_fauxforce/orgs lists them`);
  return org;
}

/** What a test needs to log in to the org. */
export function show(world: World, org: Org, { calledHost }: FastifyRequest) {
  return {
    org: facts(world, org),
    instanceUrl: calledHost.origin,
    apps: org.apps.map(({ name, consumerKey, consumerSecret, callbackUrls }) => ({
      name,
      consumerKey,
      consumerSecret,
      callbackUrls,
    })),
    users: org.users.map(({ id, username, password, securityToken }) => ({
      id,
      username,
      password,
      securityToken,
    })),
  };
}

function facts({ labOrgs }: World, { id, name, myDomain, type, isActive }: Org) {
  const expiresAt = labOrgs.expiresAt(id);
  return {
    id,
    name,
    myDomain,
    type,
    isActive,
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  };
}
