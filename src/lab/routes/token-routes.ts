/** Issues tokens without a log-in, lists them, and revokes those of an app, a user or an org. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerMembers } from '../../oauth/token/answer.ts';
import { authorizationCode } from '../../oauth/token/grants/authorization-code.ts';
import type { App, Org, User } from '../../org/model.ts';
import { appOfOrg } from '../../org/platform-cli.ts';
import { grantsRefreshToken, isAssignable, type Scope, standardScopes } from '../../org/scopes.ts';
import { NO_APP } from '../../org/soap-session.ts';
import { limitOf } from '../../policies/refresh-policy.ts';
import type { ListedToken, TokenFilter } from '../../store/port.ts';
import type { Granted } from '../../tokens/granted.ts';
import { issue } from '../../tokens/issue.ts';
import { wordsOf } from '../../wire/form.ts';
import { asWord } from '../../wire/json.ts';
import type { World } from '../../world/world.ts';
import {
  count,
  instant,
  type JsonSchema,
  list,
  mapOf,
  named,
  object,
  orNull,
  text,
  word,
} from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { isDate, readCount, readObject, readQuery } from '../plane/input.ts';
import { NO_SUCH_ORG, orgOf } from './org-routes.ts';

/** Parameters that filter tokens, approvals and usage. */
export const TOKEN_FILTERS = ['org', 'client_id', 'username'] as const;
const MINT = ['client_id', 'username', 'scope'] as const;
const FEW = 100;

export function tokenRoutes(app: FastifyInstance, world: World): void {
  app.get('/tokens', { config: { operation: LIST_TOKENS } }, async ({ query }) => {
    const { limit, filter } = readTokenQuery(world, query);
    const tokens = await world.store.tokenList.newest(filter, limit);
    return { tokens: tokens.map((token) => shownToken(world, token)) };
  });

  app.post('/tokens', { config: { operation: MINT_TOKEN } }, async (request, reply) => {
    readQuery(request.query, []);
    return reply.code(201).send(await mint(world, request));
  });

  app.delete('/tokens', { config: { operation: REVOKE_TOKENS } }, async ({ query }, reply) => {
    await revokeTokens(world, readTokenFilter(world, readQuery(query, TOKEN_FILTERS)));
    return reply.code(204).send();
  });
}

/** Reads a query for tokens: the filter, and how many to list. */
export function readTokenQuery(world: World, query: unknown): { limit: number; filter: TokenFilter } {
  const { limit, ...filter } = readQuery(query, [...TOKEN_FILTERS, 'limit']);
  return {
    limit: limit === undefined ? FEW : readCount('limit', limit),
    filter: readTokenFilter(world, filter),
  };
}

/** Revokes tokens, and the approvals they belong to. */
export async function revokeTokens({ store, clock }: World, filter: TokenFilter): Promise<void> {
  const now = filter.orgId === undefined ? clock.now() : clock.of(filter.orgId).now();
  await store.tokenList.revoke(filter, Math.floor(now));
}

async function mint(world: World, request: FastifyRequest) {
  const asked = readObject(request.body, MINT);
  const { user, org } = userOf(world, asked.username);
  const app = appOf(world, asked.client_id, org);
  const scopes = readScopes(asked.scope, app);
  const granted: Granted = {
    org,
    user,
    app,
    scopes,
    ...(grantsRefreshToken(scopes) ? { refreshToken: { approval: undefined } } : {}),
    authorizedAt: { issuer: request.calledHost.origin, nonce: undefined },
  };
  const issued = await issue(granted, request.calledHost, world);
  return answerMembers(authorizationCode, granted, issued, request.calledHost);
}

function userOf(world: World, username: unknown): { user: User; org: Org } {
  const found = world.orgs.userByUsername(typeof username === 'string' ? username : '');
  if (!found) {
    throw new LabProblem(
      400,
      username === undefined
        ? 'username is missing: whose token is it to be?'
        : `username '${asWord(username)}' is no user's`,
    );
  }
  return found;
}

function appOf({ orgs }: World, clientId: unknown, org: Org): App {
  const key = typeof clientId === 'string' ? clientId : '';
  const app = org.apps.find(({ consumerKey }) => consumerKey === key) ?? orgs.app(key);
  if (!app) {
    throw new LabProblem(
      400,
      clientId === undefined
        ? 'client_id is missing: which app is the token for?'
        : `client_id '${asWord(clientId)}' is no app's`,
    );
  }
  return app;
}

/** The scopes asked for. If none is named, all of the app's except custom ones: those must always be named. */
function readScopes(scope: unknown, app: App): readonly Scope[] {
  if (scope === undefined) return standardScopes(app.scopes);
  const words = wordsOf(typeof scope === 'string' ? scope : asWord(scope));
  const foreign = words.find((word) => !isAssignable(app.scopes, word));
  if (words.length === 0 || foreign !== undefined) {
    throw new LabProblem(
      400,
      `scope '${foreign ?? ''}' is not one of the app's: it has ${app.scopes.join(' ')}`,
    );
  }
  return [...new Set(words.filter((word) => isAssignable(app.scopes, word)))];
}

/** Refuses names that do not exist: a filter without them would match every token. */
export function readTokenFilter(
  world: World,
  { org, client_id, username }: Partial<Record<(typeof TOKEN_FILTERS)[number], string>>,
): TokenFilter {
  return {
    ...(org === undefined ? {} : { orgId: orgOf(world, org).id }),
    ...(client_id === undefined ? {} : { consumerKey: client_id }),
    ...(username === undefined ? {} : { userId: userOf(world, username).user.id }),
  };
}

function shownToken({ orgs, clock }: World, token: ListedToken) {
  const { kind, row, orgId, userId, consumerKey, scopes, endedAt } = token;
  const now = clock.of(orgId).now();
  const expiresAt = expiryOf({ orgs }, token);
  const isExpired = kind === 'access' && expiresAt !== undefined && now > expiresAt;
  return {
    kind,
    row,
    org: orgId,
    client_id: consumerKey === NO_APP ? null : consumerKey,
    app: orgs.app(consumerKey)?.name ?? null,
    username: orgs.user(userId)?.username ?? null,
    scope: scopes,
    state: endedAt !== undefined ? 'ended' : isExpired ? 'expired' : 'live',
    created_at: new Date(token.createdAt).toISOString(),
    last_used_at: new Date(token.lastUsedAt).toISOString(),
    expires_at: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
  };
}

/**
 * When it expires at the latest if nobody uses it before: milliseconds since the epoch, within the calendar. The lifetime of a refresh
 * token is counted from the approval, which is a moment older, or much older where tokens rotate.
 */
function expiryOf({ orgs }: Pick<World, 'orgs'>, token: ListedToken): number | undefined {
  const { kind, timeout, createdAt, lastUsedAt, orgId, consumerKey } = token;
  if (kind === 'access') return timeout === undefined ? undefined : lastUsedAt + timeout * 1000;
  const [app, org] = [orgs.app(consumerKey), orgs.org(orgId)];
  const limit =
    app && org && limitOf(appOfOrg(app, org).refreshTokenPolicy, { lastUsedAt, approval: { createdAt } });
  const expiresAt = limit && limit.since + limit.period;
  return isDate(expiresAt) ? expiresAt : undefined;
}

const LIST_TOKENS: Operation = {
  id: 'listTokens',
  summary: 'The newest access and refresh tokens, without the tokens themselves',
  query: [...TOKEN_FILTERS, 'limit'],
  answer: { status: 200, schema: () => object({ tokens: list(tokenSchema()) }) },
  notFound: NO_SUCH_ORG,
};

const MINT_TOKEN: Operation = {
  id: 'mintToken',
  summary: 'Mint what the web server flow would have, without the walk',
  description: 'No policy is asked.',
  body: { schema: () => named('NewToken', object(MINTED, { optional: ['scope'] })) },
  answer: { status: 201, schema: answerSchema },
};

const REVOKE_TOKENS: Operation = {
  id: 'revokeTokens',
  summary: 'Revoke tokens with their approvals: all of them, or those of an org, an app, a user',
  query: TOKEN_FILTERS,
  answer: { status: 204 },
  notFound: NO_SUCH_ORG,
};

const MINTED: Record<(typeof MINT)[number], JsonSchema> = {
  client_id: text('Consumer key of the app.'),
  username: text(),
  scope: text('Names with spaces between them. Left out: all of the app’s.'),
};

function answerSchema(): JsonSchema {
  const members = ['access_token', 'signature', 'scope', 'instance_url', 'id', 'token_type', 'issued_at'];
  const answer = mapOf(text(), 'As the token endpoint answers.');
  return named('TokenAnswer', { ...answer, required: members });
}

function tokenSchema(): JsonSchema {
  return named(
    'Token',
    object({
      kind: word(['access', 'refresh']),
      row: count('Its number in the store.'),
      org: text('Id of the org.'),
      client_id: orNull(text('Consumer key; null for a session of the SOAP API.')),
      app: orNull(text('Name of the app; null for one that is gone, and where there is none.')),
      username: orNull(text('null for a user who is gone.')),
      scope: text('Names with spaces between them.'),
      state: word(['live', 'expired', 'ended']),
      created_at: instant('By the clock of its org.'),
      last_used_at: instant('By the clock of its org.'),
      expires_at: orNull(
        instant(
          'At the latest, if nobody uses it before, by the clock of its org; null: never. A refresh token expires as its app’s policy says.',
        ),
      ),
    }),
  );
}
