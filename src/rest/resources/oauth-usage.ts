/**
 * `/apps/oauth/usage`, the Connect REST twin of Connected Apps OAuth Usage (identity-and-resources.md 11): apps, the users of
 * one, and the approvals of one user. Who may not see everybody sees their own, as in OauthToken.
 */

import { ownUserId } from '../../data/views/own-rows.ts';
import { type UsedApp, type UsedBy, usedApps } from '../../oauth/usage.ts';
import type { App, User } from '../../org/model.ts';
import { check } from '../../refusals/check.ts';
import { approvalId } from '../../tokens/approval-records.ts';
import type { Resource, RestCall } from '../call.ts';
import { sameId } from '../record-id.ts';

const PATH = '/apps/oauth/usage';

export const usageApps: Resource = {
  path: PATH,
  async read(call) {
    const page = pageOf(call, await appsOf(call), `${call.root}${PATH}`);
    return {
      apps: page.rows.map(({ app }) => ({
        accessTokenFormat: formatOf(app),
        availableActions: 'disable, enable',
        description: app.description ?? null,
        developerName: app.name,
        identifier: app.id,
        isFromPackage: false,
        usageDetailsUrl: `${call.root}${PATH}/${app.id}/users`,
      })),
      currentPageUrl: page.current,
      nextPageUrl: page.next,
    };
  },
};

export const usageUsers: Resource = {
  path: `${PATH}/:app/users`,
  async read(call) {
    const { app, users } = await appNamed(call);
    const page = pageOf(call, users, `${call.root}${PATH}/${app.id}/users`);
    return {
      currentPageUrl: page.current,
      nextPageUrl: page.next,
      users: page.rows.map((used) => {
        const revocationUrl = `${call.root}${PATH}/${app.id}/${used.user.id}/tokens`;
        return connection(app, used.user, used, revocationUrl);
      }),
    };
  },
};

export const usageTokens: Resource = {
  path: `${PATH}/:app/:user/tokens`,
  async read(call) {
    const { app, users } = await appNamed(call);
    const user = users.find(({ user: { id } }) => sameId(id, call.path.user ?? ''))?.user;
    check(call, 'rest.not-found', user, { path: call.trace.path });
    const { consumerKey } = app;
    const filter = { orgId: call.access.org.id, userId: user.id, consumerKey };
    const approvals = await call.world.store.approvals.newest(filter, Number.MAX_SAFE_INTEGER);
    return {
      currentPageUrl: `${call.root}${PATH}/${app.id}/${user.id}/tokens`,
      tokens: approvals.map(({ row, createdAt, ...approval }) => {
        const revocationUrl = `${call.root}${PATH}/tokens/${approvalId(row)}`;
        return connection(app, user, { ...approval, firstUsedAt: createdAt }, revocationUrl);
      }),
    };
  },
};

function connection(
  app: App,
  user: User,
  { firstUsedAt, lastUsedAt, useCount }: Omit<UsedBy, 'user'>,
  revocationUrl: string,
) {
  return {
    accessTokenFormat: formatOf(app),
    appDeveloperName: app.name,
    appIdentifier: app.id,
    initialConnectionAt: new Date(firstUsedAt).toISOString(),
    lastUsedAt: new Date(lastUsedAt).toISOString(),
    revocationUrl,
    useCount,
    userIdentifier: user.id,
    username: user.username,
  };
}

function formatOf({ isNamedUserJwtEnabled }: App): string {
  return isNamedUserJwtEnabled ? 'jwt' : 'opaque';
}

function appsOf({ session, world }: RestCall): Promise<UsedApp[]> {
  return usedApps(world, { orgId: session.org.id, ...ownUserId(session, 'manageUsers') });
}

/** @throws Refusal */
async function appNamed(call: RestCall): Promise<UsedApp> {
  const found = (await appsOf(call)).find(({ app }) => sameId(app.id, call.path.app ?? ''));
  check(call, 'rest.not-found', found, { path: call.trace.path });
  return found;
}

const PAGE_SIZE = 100;

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly current: string;
  /** Null for the last page. */
  readonly next: string | null;
}

/** Pages are counted from 0; what is no number is as good as left out. */
function pageOf<Row>({ parameters }: RestCall, all: readonly Row[], url: string): Page<Row> {
  const page = wholeNumber(parameters.get('page')) ?? 0;
  const size = wholeNumber(parameters.get('pageSize')) || PAGE_SIZE;
  const urlOf = (number: number) => `${url}?page=${number}&pageSize=${size}`;
  return {
    rows: all.slice(page * size, (page + 1) * size),
    current: urlOf(page),
    next: (page + 1) * size < all.length ? urlOf(page + 1) : null,
  };
}

function wholeNumber(text = ''): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
