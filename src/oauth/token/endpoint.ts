/** `/services/oauth2/token`: parse, authenticate the client, run the grant, issue, answer (token.md 1). */

import type { FastifyInstance } from 'fastify';
import { factsOf } from '../../policies/facts.ts';
import { countLogIn } from '../../policies/log-in-rate.ts';
import { policies } from '../../policies/policies.ts';
import { checkSiteMember } from '../../policies/user-hosts.ts';
import { check, identify, refuse } from '../../refusals/check.ts';
import type { LogIn } from '../../refusals/trace.ts';
import type { Granted } from '../../tokens/granted.ts';
import { issue } from '../../tokens/issue.ts';
import { writeAnswer } from '../../wire/formats.ts';
import { subjectOf } from '../../world/subject.ts';
import type { World } from '../../world/world.ts';
import { answerMembers } from './answer.ts';
import { authenticateClient } from './client.ts';
import type { Grant } from './grant.ts';
import { grantsByType, services } from './grants/index.ts';
import { type ReadRequest, readTokenRequest } from './read-request.ts';

const PATH = '/services/oauth2/token';
const LOG_IN: LogIn = { type: 'Remote Access 2.0' };
const GRANT_TYPES = [...grantsByType.keys()];

export function tokenEndpoint(app: FastifyInstance, world: World): void {
  app.post(PATH, async (request, reply) => {
    const { needsHttps } = request;
    if (needsHttps) refuse(request, 'token.https-required', { needsHttps });
    const asked = readTokenRequest(request);
    const service = services.find((candidate) => candidate.isAskedBy(asked));
    const members = await (service?.answer(asked, world) ?? runGrant(asked, world));
    const answer = writeAnswer(members, request);
    reply.header('content-type', answer.contentType);
    return answer.body;
  });
  app.get(PATH, (request) =>
    refuse(request, 'token.get', {
      method: request.method,
      parameters: [...request.parameters.keys()],
    }),
  );
  app.route({
    method: ['PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: PATH,
    handler: (request) => refuse(request, 'token.must-use-post', { method: request.method }),
  });
}

async function runGrant(request: ReadRequest, world: World): Promise<Record<string, string>> {
  const { parameters } = request;
  const type = parameters.get('grant_type') ?? '';
  const grant = grantsByType.get(type);
  request.trace.grantType = type;
  check(request, 'grant-type.unsupported', grant, { grantType: type, known: GRANT_TYPES });
  request.trace.grantType = grant.type;

  const granted = await decide(grant, request, world);
  identify(request, granted);
  checkSiteMember(request, world, granted.org, granted.user);
  await request.trace.passed('token');

  await granted.hold?.();
  const { flow } = grant;
  await countLogIn(world, request, factsOf(request, subjectOf(world, granted), flow, granted));
  const issued = await issue(granted, request.calledHost, world);
  request.trace.logIn = LOG_IN;
  return answerMembers(grant, granted, issued, request.calledHost);
}

/** No grant can forget to authenticate its client: it is not asked before. */
async function decide(grant: Grant, request: ReadRequest, world: World): Promise<Granted> {
  const { parameters } = request;
  const checkScope = () =>
    check(request, 'scope.not-supported', !grant.refusesScope || !parameters.has('scope'), {
      grantType: grant.type,
    });
  if (grant.client === 'named-by-assertion') {
    checkScope();
    return grant.decide(request, world);
  }
  const client = await authenticateClient(request, world, grant);
  checkScope();
  const facts = {
    flow: grant.flow,
    app: client,
    now: world.clock.of(client.orgId).now(),
    org: world.orgs.org(client.orgId),
  };
  policies.check(request, 'flow', facts);
  return grant.decide(request, world, client);
}
