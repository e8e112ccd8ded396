/** `grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer`: a user named by a JWT that the app signed (token.md 7). */
import type { Trace } from '../../../journal/trace.ts';
import { loginHostOf, myDomainHostOf } from '../../../org/hosts.ts';
import type { App, Org, User } from '../../../org/model.ts';
import { grantsRefreshToken, type Scope } from '../../../org/scopes.ts';
import type { World } from '../../../world.ts';
import { readScopes } from '../../access.ts';
import { isSignedBy, readJwt } from '../../jwt.ts';
import { checkIpRanges, checkPermittedUsers, checkUserIsActive, livesOn } from '../../user-policies.ts';
import { findApp } from '../client.ts';
import type { AssertionGrant, TokenRequest } from '../grant.ts';

/** Milliseconds; the documented buffer. */
export const CLOCK_SKEW = 3 * 60 * 1000;

export const jwtBearer: AssertionGrant = {
  type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  client: 'named-by-assertion',
  refusesScope: true,
  answer: { members: ['access_token', 'scope', 'instance_url', 'id', 'token_type'], order: 'hash' },

  async decide(request, world) {
    const trace: Trace = request.trace;
    const { parameters } = request;
    const jwt = readJwt(parameters.get('assertion') ?? '');
    trace.check('jwt.malformed', jwt, { sent: parameters.has('assertion') });
    const { iss, exp, aud } = jwt.claims;
    const app = findApp(typeof iss === 'string' ? iss : '', request, world);
    const { certificate } = app;
    trace.check('jwt.algorithm', jwt.header.alg === 'RS256', { alg: String(jwt.header.alg) });
    trace.check('jwt.no-certificate', certificate, { app: app.name });
    trace.check('jwt.signature', isSignedBy(jwt, certificate), { app: app.name });

    const expires = readSeconds(exp);
    const now = world.clock.now();
    trace.check('jwt.no-expiry', expires !== undefined, { exp: String(exp) });
    trace.check('jwt.expired', expires * 1000 + CLOCK_SKEW > now, {
      exp: expires,
      now: Math.floor(now / 1000),
    });

    const username = readUsername(jwt.claims);
    const found = world.orgs.userByUsername(username);
    const accepted = audiences(request, world, app, found?.org);
    trace.check('jwt.audience', accepts(accepted, aud), { aud: JSON.stringify(aud), accepted });
    trace.check('jwt.unknown-user', found && livesOn(request.calledHost, found.org), { username });
    const { user, org } = found;

    checkInstalled(request, app, org);
    checkUserIsActive(request, user);
    checkIpRanges(request, org, user, app, false);
    checkPermittedUsers(request, user, app);
    const scopes = await approvedScopes(request, world, app, user);
    return { org, user, app, scopes: scopes.filter((scope) => !grantsRefreshToken([scope])) };
  },
};

/** Seconds as a number or a string of digits; the CLI's milliseconds are a far future and fine (clients.md 1.13). */
function readSeconds(exp: unknown): number | undefined {
  const seconds = typeof exp === 'string' && /^\d+$/.test(exp) ? Number(exp) : exp;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined;
}

/** `prn`, the older name, wins over `sub`. */
function readUsername({ prn, sub }: Readonly<Record<string, unknown>>): string {
  const name = prn ?? sub;
  return typeof name === 'string' ? name : '';
}

/** The log-in host of the org's type, its My Domain, and the origin called; a slash or scheme more or less is fine. */
function audiences(
  { calledHost }: TokenRequest,
  { orgs }: World,
  app: App,
  userOrg: Org | undefined,
): string[] {
  const org = userOrg ?? orgs.org(app.orgId);
  const own = calledHost.kind === 'local' ? [calledHost.origin] : [];
  return org ? [`https://${loginHostOf(org)}`, `https://${myDomainHostOf(org)}`, ...own] : own;
}

function accepts(accepted: readonly string[], aud: unknown): boolean {
  const named = Array.isArray(aud) ? aud : [aud];
  return named.some(
    (one) =>
      typeof one === 'string' &&
      accepted.some((host) => [host, bareHost(host)].includes(one.replace(/\/$/, ''))),
  );
}

function bareHost(origin: string): string {
  return origin.replace(/^https?:\/\//, '');
}

/** An app of another org: an External Client App is closed, and so is a connected app nobody installed (model.md 2.6, 4.5). */
function checkInstalled(request: TokenRequest, app: App, org: Org): void {
  const trace: Trace = request.trace;
  const values = { app: app.name, org: org.name, state: app.state };
  const here = app.orgId === org.id;
  if (app.kind === 'externalClientApp')
    trace.check('app.not-installed', here && app.state === 'installed', values);
  else trace.check('jwt.user-of-another-org', here, values);
}

/** Pre-authorized users get the app's scopes; the others those of an approval that can refresh (model.md 4.1). */
async function approvedScopes(
  request: TokenRequest,
  world: World,
  app: App,
  user: User,
): Promise<readonly Scope[]> {
  const trace: Trace = request.trace;
  if (app.isAdminApproved) {
    trace.check('jwt.no-refresh-scope', grantsRefreshToken(app.scopes), {
      app: app.name,
      scopes: app.scopes,
    });
    return app.scopes;
  }
  const approvals = await world.store.approvals(user.id, app.consumerKey);
  const scopes = approvals.map((approval) => readScopes(approval.scopes)).findLast(grantsRefreshToken);
  trace.check('jwt.not-approved', scopes, {
    app: app.name,
    username: user.username,
    approvals: approvals.length,
  });
  return scopes;
}
