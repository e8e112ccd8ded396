/** `grant_type=urn:ietf:params:oauth:grant-type:token-exchange`: a handler of the org says whose a foreign token is (token.md 12b). */

import type { App } from '../../../org/model.ts';
import { grantsRefreshToken, isAssignable, type Scope, standardScopes } from '../../../org/scopes.ts';
import type { SubjectTokenType, TokenExchangeHandler } from '../../../org/token-exchange-handler.ts';
import { approvalsInstead, checkPolicies } from '../../../policies/check-policies.ts';
import { knowsUser } from '../../../policies/user-hosts.ts';
import { check } from '../../../refusals/check.ts';
import { wordsOf } from '../../../wire/form.ts';
import type { World } from '../../../world/world.ts';
import { approvedScopes } from '../asserted-user.ts';
import { clientGrant, type TokenRequest } from '../grant.ts';
import { usernameOf } from '../subject-token.ts';
import { authorizationCode } from './authorization-code.ts';

/** Characters. */
const LONGEST_SUBJECT_TOKEN = 10_000;

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

export const tokenExchange = clientGrant({
  type: TOKEN_EXCHANGE,
  flow: 'token-exchange',
  parameters: ['subject_token', 'subject_token_type', 'token_handler'],
  needsSecret: (app) => app.isSecretRequiredForTokenExchange,
  refusesScope: false,
  answer: authorizationCode.answer,

  async decide(request, world, client) {
    const { parameters, calledHost } = request;
    const token = parameters.get('subject_token') ?? '';
    check(request, 'token-exchange.no-subject-token', token !== '', {});
    check(request, 'token-exchange.too-long', token.length <= LONGEST_SUBJECT_TOKEN, {
      length: token.length,
    });
    const sentType = parameters.get('subject_token_type') ?? '';
    const tokenType = readTokenType(sentType);
    check(request, 'token-exchange.token-type', tokenType, { sent: sentType });

    const handler = findHandler(request, world, client);
    const supported = handler.tokenTypes.includes(tokenType);
    check(request, 'token-exchange.handler-token-type', supported, {
      handler: handler.name,
      tokenType,
      supported: handler.tokenTypes,
    });
    const subject = { token, tokenType, appName: client.name };
    const judgement = await usernameOf(subject, handler.mapping, world.clock.of(client.orgId).now());
    const failure = 'failure' in judgement ? judgement.failure : 'nothing was wrong';
    check(request, 'token-exchange.handler-failed', 'username' in judgement, {
      handler: handler.name,
      outcome: failure,
    });
    const { username } = judgement;
    const found = world.orgs.userByUsername(username);
    const isHere = found?.org.id === client.orgId && knowsUser(calledHost, found.org, found.user);
    check(request, 'token-exchange.unknown-user', found && isHere, { handler: handler.name, username });

    const approvals = await approvalsInstead(world, { app: client, ...found });
    checkPolicies(request, world, { flow: 'token-exchange', ...found, app: client, approvals });
    const approved = await approvedScopes(request, world, client, found);
    const scopes = readScope(request, approved);
    return {
      ...found,
      app: client,
      scopes,
      authorizedAt: { issuer: calledHost.origin, nonce: undefined },
      ...(grantsRefreshToken(scopes) ? { refreshToken: { approval: undefined } } : {}),
    };
  },
});

/** The Apex reference writes `JWT`, other documents `jwt`. */
function readTokenType(urn: string): SubjectTokenType | undefined {
  const [, type] =
    /^urn:ietf:params:oauth:token-type:(access_token|id_token|refresh_token|saml2|jwt|JWT)$/.exec(urn) ?? [];
  return type === 'JWT' ? 'jwt' : (type as SubjectTokenType | undefined);
}

/** The one that `token_handler` names, or the app's default. */
function findHandler(
  request: TokenRequest<'token_handler'>,
  { orgs }: World,
  app: App,
): TokenExchangeHandler {
  const asked = request.parameters.get('token_handler');
  const handlers = orgs.org(app.orgId)?.tokenExchangeHandlers ?? [];
  const usable = handlers.filter(({ isEnabled, apps }) => isEnabled && apps.includes(app.name));
  const handler = usable.find(({ name, isDefault }) => (asked === undefined ? isDefault : name === asked));
  check(request, 'token-exchange.no-handler', handler, {
    asked: asked ?? '',
    app: app.name,
    usable: usable.map(({ name, isDefault }) => (isDefault ? `${name} (default)` : name)),
  });
  return handler;
}

/** A selection of what is approved, or all of it but custom scopes, which must be named. */
function readScope(request: TokenRequest, approved: readonly Scope[]): readonly Scope[] {
  const requested = wordsOf(request.parameters.get('scope'));
  const scopes = requested.filter((word) => isAssignable(approved, word));
  check(request, 'token-exchange.scope', scopes.length === requested.length, { requested, approved });
  return scopes.length === 0 ? standardScopes(approved) : [...new Set(scopes)];
}
