/** Tokens without a log-in, for tests of what comes after one. */
import type { App, User } from '../../src/org/model.ts';
import { accessTokenTimeout } from '../../src/org/session.ts';
import type { Fauxforce } from '../../src/testing/index.ts';

export interface TokenFor {
  readonly app: App;
  readonly user: User;
  /** Space-separated. */
  readonly scopes: string;
}

/** A live access token. */
export async function accessTokenFor(sf: Fauxforce, { app, user, scopes }: TokenFor): Promise<string> {
  const { store, codec } = sf.world;
  const { secret, row } = accessTokenRow(sf, { app, user, scopes });
  const { accessToken } = await store.tokens.issue(row);
  return codec.write(secret, accessToken, row.orgId);
}

/** A live refresh token and the access token that came with it. */
export async function tokenPairFor(
  sf: Fauxforce,
  { app, user, scopes }: TokenFor,
): Promise<{ accessToken: string; refreshToken: string }> {
  const { store, codec, clock } = sf.world;
  const { secret, row } = accessTokenRow(sf, { app, user, scopes });
  const refreshSecret = codec.draw('refresh');
  const issued = await store.tokens.issue(row, {
    secretHash: refreshSecret.hash,
    createdAt: clock.now(),
    issuer: sf.url,
    approval: undefined,
  });
  return {
    accessToken: codec.write(secret, issued.accessToken, row.orgId),
    refreshToken: codec.write(refreshSecret, issued.refreshToken as number, row.orgId),
  };
}

function accessTokenRow(sf: Fauxforce, { app, user, scopes }: TokenFor) {
  const org = sf.world.orgs.userByUsername(user.username)?.org;
  if (!org) throw new Error(`no org has the user ${user.username}`);
  const secret = sf.world.codec.draw('access');
  const row = {
    secretHash: secret.hash,
    orgId: org.id,
    userId: user.id,
    consumerKey: app.consumerKey,
    scopes,
    timeout: accessTokenTimeout(org, user, app),
    createdAt: sf.clock.now(),
  };
  return { secret, row };
}
