/** Setup > Connected Apps OAuth Usage: which users log in to which apps, since when, and how often (identity-and-resources.md 11). */
import type { FastifyInstance } from 'fastify';
import { type UsedApp, type UsedBy, usedApps } from '../../oauth/usage.ts';
import type { World } from '../../world/world.ts';
import { count, instant, type JsonSchema, list, named, object, text, word } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { readQuery } from '../plane/input.ts';
import { NO_SUCH_ORG } from './org-routes.ts';
import { readTokenFilter, TOKEN_FILTERS } from './token-routes.ts';

export function usageRoutes(app: FastifyInstance, world: World): void {
  app.get('/usage', { config: { operation: SHOW_USAGE } }, async ({ query }) => {
    const asked = readQuery(query, TOKEN_FILTERS);
    const apps = await usedApps(world, readTokenFilter(world, asked));
    const withUsers = asked.client_id !== undefined || asked.username !== undefined;
    return {
      apps: apps.map((used) => ({ ...showApp(used), ...(withUsers && { users: used.users.map(showUser) }) })),
    };
  });
}

function showApp({ org, app, users, refusedCount }: UsedApp) {
  return {
    org: org.id,
    client_id: app.consumerKey,
    app: app.name,
    label: app.label,
    state: app.state,
    user_count: users.length,
    use_count: users.reduce((sum, { useCount }) => sum + useCount, 0),
    ...(refusedCount !== undefined && { refused_count: refusedCount }),
  };
}

function showUser({ user, firstUsedAt, lastUsedAt, useCount }: UsedBy) {
  return {
    username: user.username,
    first_used_at: new Date(firstUsedAt).toISOString(),
    last_used_at: new Date(lastUsedAt).toISOString(),
    use_count: useCount,
  };
}

const SHOW_USAGE: Operation = {
  id: 'showUsage',
  summary: 'Which apps users log in to; with client_id or username, also who, since when and how often',
  description:
    'What was revoked is not counted, what expired is. A blocked app stays in the list, so that it can be unblocked; one that is not installed and was refused is in it too.',
  query: TOKEN_FILTERS,
  answer: { status: 200, schema: () => object({ apps: list(usedAppSchema()) }) },
  notFound: NO_SUCH_ORG,
};

function usedAppSchema(): JsonSchema {
  const user = object({
    username: text(),
    first_used_at: instant('When they first logged in to the app, or allowed it.'),
    last_used_at: instant('When tokens were last issued.'),
    use_count: count('How often tokens were issued.'),
  });
  return named(
    'UsedApp',
    object(
      {
        org: text('Id of the org whose users these are.'),
        client_id: text('Consumer key.'),
        app: text('Name of the app.'),
        label: text('Its label.'),
        state: word(['installed', 'uninstalled', 'blocked']),
        user_count: count('How many users.'),
        use_count: count('How often tokens were issued, all users together.'),
        refused_count: count(
          'How often it was refused because it is not installed, as far back as the journal goes.',
        ),
        users: list(user, 'Most recently used first.'),
      },
      { optional: ['users', 'refused_count'] },
    ),
  );
}
