/** `/services/oauth2/authorize`: what leads to the Allow Access page. Hops: authorize.md 2. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { writeQuery } from '../../wire/form.ts';
import { APPROVAL_PAGE } from '../../wire/paths.ts';
import { redirectByLocation } from '../../wire/redirect.ts';
import { timeOfApp } from '../../world/time-of-app.ts';
import type { World } from '../../world/world.ts';
import { liveSession } from '../session/sessions.ts';
import { type Progress, refuseOnCallback } from './answer.ts';
import type { ClientRequest } from './check.ts';
import { checkRequest } from './pipeline.ts';
import { readAsked } from './request.ts';
import { responseTypeOf } from './response-types.ts';
import { sealSource } from './source.ts';

const AUTHORIZE = '/services/oauth2/authorize';

/** Answers a log-in without pages: `response_type=code_credentials`. */
type AnswerCodeCredentials = (
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  client: ClientRequest,
  progress: Progress,
) => Promise<FastifyReply>;

/** @param followRealCallbacks see {@link Progress} */
export function authorizeEndpoint(
  app: FastifyInstance,
  world: World,
  followRealCallbacks: boolean,
  answerCodeCredentials: AnswerCodeCredentials,
): void {
  const begin = async (request: FastifyRequest, reply: FastifyReply) => {
    const asked = readAsked(request.parameters);
    const progress: Progress = { asked, byScript: false, followRealCallbacks };
    request.ownSurfaces = { callback: (refusal) => refuseOnCallback(world, reply, refusal, progress) };
    const client = checkRequest(request, {
      method: request.method,
      needsHttps: request.needsHttps,
      host: request.calledHost,
      ip: request.ip,
      now: timeOfApp(world, asked.client_id),
      orgs: world.orgs,
      asked,
    });
    await request.trace.passed('authorize');
    const { flow } = responseTypeOf(client);
    if (flow === 'codeCredentialsFlow') {
      return answerCodeCredentials(world, request, reply, client, progress);
    }
    const session = await liveSession(world, request);
    const source = sealSource(
      world,
      { startedAt: timeOfApp(world, asked.client_id), asked, sessionAtStart: session?.row },
      request.calledHost,
      client.app.orgId,
    );
    const query = writeQuery({ source, display: asked.display });
    return redirectByLocation(reply, `${request.calledHost.origin}${APPROVAL_PAGE}?${query}`);
  };
  app.route({ method: ['GET', 'POST'], url: AUTHORIZE, handler: begin });
  // `/expid_<value>` and a brand change how the log-in page looks, which ours does not (authorize.md 9).
  app.route({ method: ['GET', 'POST'], url: `${AUTHORIZE}/:look`, handler: begin });
}
