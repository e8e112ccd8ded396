/** Approvals (model.md 3.2): lists which users allowed which apps, up to five times each, and revokes them. */
import type { FastifyInstance } from 'fastify';
import type { StoredApproval } from '../../store/port.ts';
import { appOfRecord, approvalId, approvalWithId } from '../../tokens/approval-records.ts';
import type { World } from '../../world/world.ts';
import {
  count,
  flag,
  instant,
  type JsonSchema,
  list,
  named,
  object,
  orNull,
  text,
} from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readQuery } from '../plane/input.ts';
import { NO_SUCH_ORG, orgOf } from './org-routes.ts';
import { readTokenFilter, readTokenQuery, revokeTokens, TOKEN_FILTERS } from './token-routes.ts';

export function approvalRoutes(app: FastifyInstance, world: World): void {
  const { store } = world;
  app.get('/approvals', { config: { operation: LIST_APPROVALS } }, async ({ query }) => {
    const { limit, filter } = readTokenQuery(world, query);
    const approvals = await store.approvals.newest(filter, limit);
    return { approvals: approvals.map((approval) => shownApproval(world, approval)) };
  });

  app.delete<{ Params: { id: string } }>(
    '/approvals/:id',
    { config: { operation: REVOKE_APPROVAL } },
    async ({ params: { id }, query }, reply) => {
      const { org } = readQuery(query, ['org']);
      const approval = await approvalWithId(
        store,
        id,
        org === undefined ? {} : { orgId: orgOf(world, org).id },
      );
      if (!approval) {
        throw new LabProblem(404, `there is no approval '${id}': GET /_fauxforce/approvals lists them`);
      }
      await store.approvals.revoke(approval.row, world.clock.of(approval.orgId).now());
      return reply.code(204).send();
    },
  );

  app.delete('/approvals', { config: { operation: REVOKE_APPROVALS } }, async ({ query }, reply) => {
    await revokeTokens(world, readTokenFilter(world, readQuery(query, TOKEN_FILTERS)));
    return reply.code(204).send();
  });
}

function shownApproval(world: World, approval: StoredApproval) {
  const { row, orgId, userId, consumerKey, scopes, createdAt, lastUsedAt, useCount } = approval;
  return {
    id: approvalId(row),
    org: orgId,
    client_id: consumerKey,
    app: appOfRecord(world.orgs, approval)?.name ?? null,
    username: world.orgs.user(userId)?.username ?? null,
    scope: scopes,
    holds_refresh_token: useCount > 0,
    created_at: new Date(createdAt).toISOString(),
    last_used_at: new Date(lastUsedAt).toISOString(),
    use_count: useCount,
  };
}

const LIST_APPROVALS: Operation = {
  id: 'listApprovals',
  summary: 'What users allowed apps, without the refresh tokens behind it, newest first',
  description: 'A user has up to five of an app; the next one ends the least recently used.',
  query: [...TOKEN_FILTERS, 'limit'],
  answer: { status: 200, schema: () => object({ approvals: list(approvalSchema()) }) },
  notFound: NO_SUCH_ORG,
};

const REVOKE_APPROVAL: Operation = {
  id: 'revokeApproval',
  summary: 'Revoke one approval, with its refresh token and the access tokens that came of it',
  path: { id: 'Its id, of 15 or 18 characters.' },
  query: ['org'],
  answer: { status: 204 },
  notFound: 'There is no such approval, or no such org.',
};

const REVOKE_APPROVALS: Operation = {
  id: 'revokeApprovals',
  summary: 'Revoke all approvals and tokens, or those of an org, an app, a user',
  query: TOKEN_FILTERS,
  answer: { status: 204 },
  notFound: NO_SUCH_ORG,
};

function approvalSchema(): JsonSchema {
  return named(
    'Approval',
    object({
      id: text('Its id: of an OauthToken.'),
      org: text('Id of the org.'),
      client_id: text('Consumer key.'),
      app: orNull(text('Name of the app; null for one that is gone.')),
      username: orNull(text('null for a user who is gone.')),
      scope: text('Names with spaces between them.'),
      holds_refresh_token: flag(
        'False for a click on Allow whose code was not exchanged for a refresh token.',
      ),
      created_at: instant('By the clock of its org.'),
      last_used_at: instant('By the clock of its org.'),
      use_count: count('How often tokens were issued for it.'),
    }),
  );
}
