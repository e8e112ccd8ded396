/** The log-in page at `/`. Whatever goes wrong stays on the page; the app hears nothing of it. Source: authorize.md 2. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isActivated } from '../oauth/session/activated-browser.ts';
import { checkSameOrigin, ownPage } from '../oauth/session/own-origin.ts';
import { beginSession, type LiveSession, liveSession } from '../oauth/session/sessions.ts';
import { basePath, type Host, loginHostOf, myDomainHostOf } from '../org/hosts.ts';
import { launchUrl, mayLaunch } from '../org/launcher.ts';
import { hasPermission } from '../org/permissions.ts';
import { calledSite } from '../org/sites.ts';
import type { Subject } from '../org/subject.ts';
import { factsOf } from '../policies/facts.ts';
import { tryLogIn } from '../policies/lockout.ts';
import { countLogIn } from '../policies/log-in-rate.ts';
import { policies } from '../policies/policies.ts';
import type { UserFacts } from '../policies/policy.ts';
import { demandsMyDomain, isHome, servesUsersOf } from '../policies/user-hosts.ts';
import { check, identify, refuse, type Traced } from '../refusals/check.ts';
import { nearMissOfUsername } from '../tokens/near-misses.ts';
import { nearMissOf } from '../wire/near-miss.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import { sameText } from '../wire/secrets.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { appBehind } from './app-behind.ts';
import { SITE_LOG_IN } from './log-in-path.ts';
import { showPage } from './render.ts';
import { ssoLinks } from './saml-request.ts';
import { logInBySaml } from './saml-response.ts';
import type { HomeData } from './templates/home.ts';
import type { VerifyIdentity } from './verify-identity.ts';

export function logInPage(app: FastifyInstance, world: World, verify: VerifyIdentity): void {
  app.get('/', async (request, reply) => {
    const { parameters, calledHost } = request;
    const session = parameters.has('startURL') ? undefined : await liveSession(world, request);
    if (session) {
      return showPage(reply, 'home', {
        username: session.user.username,
        org: session.org.name,
        seesSetup: hasPermission(subjectOf(world, session), 'viewSetup'),
        base: basePath(calledHost),
        tiles: tilesFor(world, calledHost, session),
      });
    }
    return showLogIn(world, request, reply, parameters.get('un') ?? '', undefined);
  });

  app.get(SITE_LOG_IN, async (request, reply) => {
    const { calledHost, parameters } = request;
    if (calledHost.kind !== 'site') refuse(request, 'page.not-found', { path: request.trace.path });
    return showLogIn(world, request, reply, parameters.get('un') ?? '', undefined);
  });

  app.post('/', async (request, reply) => {
    const { parameters, calledHost } = request;
    if (parameters.has('SAMLResponse')) return await logInBySaml(world, request, reply);
    checkSameOrigin(request);
    const username = (parameters.get('un') || parameters.get('username') || '').trim();
    const password = parameters.get('pw') || parameters.get('password') || '';
    request.ownSurfaces = {
      'login-page': ({ facts, description }) =>
        showLogIn(world, request, reply.code(facts.status), username, description),
    };
    const subject = findUser(world, request, username);
    const { org, user } = subject;
    const behind = appBehind(world, parameters.get('startURL') ?? '', org);
    const facts = factsOf(request, subject, 'log-in', behind);
    const isEnough = needsNoCode(world, request, facts);
    await checkPassword(world, request, facts, password, isEnough);
    checkPolicies(request, facts);
    if (!isEnough) {
      request.trace.logIn = { type: 'Application', isChallenged: true };
      return await verify.ask(request, reply, subject);
    }
    await refuseArmedCode(world, request, facts);
    await request.trace.passed('log-in');
    await countLogIn(world, request, facts);
    await beginSession(world, request, reply, org, user);
    request.trace.logIn = { type: 'Application' };
    return redirectByLocation(reply, calledHost.origin + (ownPage(parameters.get('startURL')) ?? '/'));
  });
}

/** The apps that a user may start, and where each begins (setup-pages.md A.6). */
function tilesFor(world: World, host: Host, { org, user }: LiveSession): HomeData['tiles'] {
  const subject = subjectOf(world, { org, user });
  return org.apps.flatMap((app) => {
    const url = mayLaunch(app, subject) ? launchUrl(app, host, org) : undefined;
    return url === undefined ? [] : [{ label: app.label, url }];
  });
}

/** @throws Refusal of surface `login-page` */
function findUser(world: World, request: FastifyRequest, username: string): Subject {
  const { calledHost } = request;
  identify(request, { user: username });
  const found = world.orgs.userByUsername(username);
  check(request, 'login.user-unknown', found, {
    username,
    nearMiss: found ? undefined : nearMissOfUsername(username, world.orgs),
  });
  const { org } = found;
  identify(request, found);
  const subject = subjectOf(world, found);
  checkSite(request, subject);
  check(request, 'login.host', servesUsersOf(calledHost, org), {
    username,
    host: calledHost.origin,
    org: org.name,
    usable: [loginHostOf(org), myDomainHostOf(org)],
  });
  check(request, 'login.my-domain-only', !demandsMyDomain(calledHost, org, 'page'), {
    username,
    host: calledHost.origin,
    myDomain: myDomainHostOf(org),
    canOnlyLoginWithMyDomainUrl: org.settings.canOnlyLoginWithMyDomainUrl,
  });
  return subject;
}

/**
 * @param isEnough whether nothing else is asked of who knows the password
 * @throws Refusal of surface `login-page`
 */
async function checkPassword(
  world: World,
  request: Traced,
  facts: UserFacts,
  password: string,
  isEnough: boolean,
): Promise<void> {
  const { user } = facts;
  const isRight = sameText(password, user.password) && !(await request.trace.isArmed('login.password'));
  const found = isEnough ? 'right' : 'unfinished';
  await tryLogIn(world, request, facts, { found: isRight ? found : 'wrong' });
  check(request, 'login.password', isRight, {
    username: user.username,
    nearMiss: isRight ? undefined : nearMissOf(password, user.password),
  });
}

/** Everything that a verification code would not change. @throws Refusal of surface `login-page` */
function checkPolicies(request: Traced, facts: UserFacts): void {
  const verified = { verification: { sent: false, isRight: true }, isHighAssurance: true };
  policies.check(request, 'user', { ...facts, ...verified });
}

function needsNoCode(world: World, request: FastifyRequest, facts: UserFacts): boolean {
  const isRight = isActivated(world, request, facts.user);
  return policies.holds('user', { ...facts, verification: { sent: false, isRight } });
}

/** Nobody was asked for a code, but a test wants it to be wrong: that counts like a wrong password. @throws Refusal */
async function refuseArmedCode(world: World, request: FastifyRequest, facts: UserFacts): Promise<void> {
  if (!(await request.trace.isArmed('login.verification-code'))) return;
  await tryLogIn(world, request, facts, { found: 'wrong' });
  const { username } = facts.user;
  refuse(request, 'login.verification-code', { username, ip: request.ip, sent: false });
}

/** Sites are for their members; users of customers and partners log in nowhere else (token.md 1.1). */
function checkSite(request: FastifyRequest, subject: Subject): void {
  const { calledHost } = request;
  const site = calledSite(calledHost, subject.org);
  const { username, userType, profile } = subject.user;
  check(request, 'login.site', isHome(calledHost, subject), {
    username,
    userType,
    profile,
    site: site?.name ?? 'none',
    members: site ? [...site.profiles, ...site.permissionSets] : [],
  });
}

/**
 * @param world left out where nothing leads on to identity providers
 * @param error the message of a log-in that failed
 */
export function showLogIn(
  world: World | undefined,
  { parameters, calledHost }: FastifyRequest,
  reply: FastifyReply,
  username: string,
  error: string | undefined,
): Promise<FastifyReply> {
  const startURL = ownPage(parameters.get('startURL')) ?? '';
  return showPage(reply, 'log-in', {
    username,
    error,
    startURL,
    action: `${basePath(calledHost)}/`,
    providers: world ? ssoLinks(world, calledHost, startURL) : [],
  });
}
