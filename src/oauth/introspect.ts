/** `/services/oauth2/introspect`: whether a token is alive, whose it is and until when (identity-and-resources.md 2). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { identityUrl } from '../org/hosts.ts';
import type { App } from '../org/model.ts';
import { check, identify } from '../refusals/check.ts';
import { readScopes } from '../tokens/access.ts';
import { unknownToken } from '../tokens/find-token.ts';
import { hashOrder } from '../wire/hash-order.ts';
import { sendJson } from '../wire/json.ts';
import type { World } from '../world/world.ts';
import { findToken, type KnownToken } from './known-token.ts';
import { authenticateClient } from './token/client.ts';
import { readTokenRequest } from './token/read-request.ts';

export function introspectEndpoint(app: FastifyInstance, world: World): void {
  app.post('/services/oauth2/introspect', (request, reply) => answerIntrospect(world, request, reply));
}

async function answerIntrospect(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { parameters, calledHost } = request;
  const caller = await authenticateClient(readTokenRequest(request), world, {
    type: 'introspection',
    // An app that may not refresh may not introspect either.
    flow: 'refresh',
    needsSecret: () => true,
  });
  const text = parameters.get('token');
  check(request, 'introspect.no-token', text, { received: [...parameters.keys()] });

  const token = await findToken(world, text);
  check(request, 'introspect.dead', token?.state === 'alive', {
    state: token?.state ?? (await unknownToken(world, text, ['access', 'refresh'])),
  });
  const { consumerKey, org, user, scopes } = token;
  identify(request, { org, user });
  const issuedTo = world.orgs.app(consumerKey);
  check(request, 'introspect.other-app', mayIntrospect(caller, token, issuedTo), {
    app: caller.name,
    appOrg: world.orgs.org(caller.orgId)?.name,
    issuedTo: issuedTo?.name ?? consumerKey,
    org: org.name,
    isOwnOrg: org.id === caller.orgId,
    isIntrospectAllTokens: caller.isIntrospectAllTokens,
  });
  check(request, 'introspect.password-flow', !token.byPassword, { app: issuedTo?.name ?? consumerKey });
  await request.trace.passed('introspect');
  // In the order observed.
  const members = {
    active: true,
    scope: hashOrder(readScopes(scopes)).join(' '),
    client_id: consumerKey,
    username: user.username,
    sub: identityUrl(calledHost, org, user.id),
    token_type: token.type,
    exp: token.exp,
    iat: token.iat,
    nbf: token.nbf,
  };
  return sendJson(reply, members);
}

/** Its own tokens, those of the apps it registered, and with isIntrospectAllTokens those of its org. */
function mayIntrospect(caller: App, { consumerKey, org }: KnownToken, issuedTo: App | undefined): boolean {
  return (
    consumerKey === caller.consumerKey ||
    issuedTo?.parentConsumerKey === caller.consumerKey ||
    (caller.isIntrospectAllTokens && org.id === caller.orgId)
  );
}
