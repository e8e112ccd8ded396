/** login(username, password): a session for a password with what must follow it appended (identity-and-resources.md 9). */
import { instanceUrl, myDomainHostOf } from '../../org/hosts.ts';
import type { Org, Site, User } from '../../org/model.ts';
import { isPortalUser } from '../../org/portal-user.ts';
import { accessTokenTimeout } from '../../org/session.ts';
import { calledSite, isMember } from '../../org/sites.ts';
import { appOfSoapSession } from '../../org/soap-session.ts';
import type { Subject } from '../../org/subject.ts';
import { checkPolicies } from '../../policies/check-policies.ts';
import { factsOf } from '../../policies/facts.ts';
import { countLogIn } from '../../policies/log-in-rate.ts';
import { tryPassword } from '../../policies/password-and-token.ts';
import { policies } from '../../policies/policies.ts';
import type { UserFacts } from '../../policies/policy.ts';
import { demandsMyDomain, livesOn } from '../../policies/user-hosts.ts';
import { check, identify } from '../../refusals/check.ts';
import { soapLogInType } from '../../refusals/trace.ts';
import { sameId } from '../../rest/record-id.ts';
import { issue } from '../../tokens/issue.ts';
import { nearMissOfUsername } from '../../tokens/near-misses.ts';
import { subjectOf } from '../../world/subject.ts';
import type { OwnSessionOperation, SoapCall } from '../operation.ts';
import { soapPath } from '../path.ts';
import { userInfo } from '../user-info.ts';
import { element, elements } from '../xml.ts';

/** The newest version that has login(); the retirement of the others follows `allowSoapLogin`, never the clock. */
const NEWEST = 64;

export const login: OwnSessionOperation = {
  name: 'login',
  session: 'own',
  parameters: ['username', 'password'],

  async answer(call) {
    const { world, calledHost, version } = call;
    check(call, 'soap-login.version', version <= NEWEST, { version: `${version}.0`, newest: `${NEWEST}.0` });
    const subject = findUser(call);
    const { org, user } = subject;
    const site = siteOfLogIn(call, subject);
    const app = appOfSoapSession(org);
    policies.check(call, 'flow', { flow: 'soap-log-in', app, org, now: subject.now });
    const facts = factsOf(call, subject, 'soap-log-in', { app });
    checkDomain(call, subject);
    const verification = await checkPassword(call, facts);
    checkPolicies(call, world, { ...facts, app, scopes: app.scopes, verification });
    await call.trace.passed('soap-log-in');

    await countLogIn(world, call, facts);
    const granted = { org, user, app, scopes: app.scopes, byPassword: true } as const;
    const { accessToken } = await issue(granted, calledHost, world);
    call.trace.logIn = { type: soapLogInType(call.headers.client) };
    return [element('result', resultOf(call, org, user, site, accessToken))];
  },
};

function resultOf(
  { api, calledHost, version }: SoapCall,
  org: Org,
  user: User,
  site: Site | undefined,
  sessionId: string,
) {
  const url = (word: string) => instanceUrl(calledHost, org) + soapPath(word, version, org, site);
  const secondsValid = accessTokenTimeout(org, user, appOfSoapSession(org));
  return elements({
    metadataServerUrl: url('m'),
    passwordExpired: user.isPasswordExpired,
    sandbox: org.type === 'sandbox' || org.type === 'scratch',
    serverUrl: url(api.word),
    sessionId,
    userId: user.id,
    userInfo: userInfo(org, user, version, secondsValid),
  });
}

/** @throws Refusal */
function findUser(call: SoapCall): Subject {
  const { world, calledHost, parameters } = call;
  const username = parameters.text('username').trim();
  identify(call, { user: username });
  const found = world.orgs.userByUsername(username);
  const isHere = found && livesOn(calledHost, found.org);
  check(call, 'soap-login.unknown-user', isHere, {
    username,
    nearMiss: isHere ? undefined : nearMissOfUsername(username, world.orgs),
  });
  identify(call, found);
  return subjectOf(world, found);
}

/**
 * The site that a customer or partner logs in to: the one called, the one that LoginScopeHeader names, or theirs in the org that it
 * names. Undefined for users of the org itself.
 *
 * @throws Refusal
 */
function siteOfLogIn(call: SoapCall, subject: Subject): Site | undefined {
  const { calledHost, headers } = call;
  const { organizationId, portalId } = headers;
  const { org, user } = subject;
  const called = calledSite(calledHost, org);
  const sites = called ? [called] : org.sites.filter((site) => isMember(site, subject));
  if (called) checkMember(call, subject, called);
  const site = portalId === '' ? sites[0] : sites.find(({ id }) => sameId(id, portalId));
  const isOrg = organizationId === '' || sameId(organizationId, org.id);
  const isScoped = called !== undefined || (organizationId !== '' && site !== undefined);
  check(call, 'soap-login.scope', isOrg && (isPortalUser(user) ? isScoped : portalId === '' || site), {
    username: user.username,
    userType: user.userType,
    organizationId,
    portalId,
  });
  return called ?? (isPortalUser(user) ? site : undefined);
}

/** A site is for its members alone (token.md 7). @throws Refusal */
function checkMember(call: SoapCall, subject: Subject, site: Site): void {
  const { username, profile } = subject.user;
  const members = [...site.profiles, ...site.permissionSets];
  const values = { username, profile, site: site.name, members };
  check(call, 'soap-login.not-member', isMember(site, subject), values);
}

/** @throws Refusal */
function checkDomain(call: SoapCall, { org, user }: Subject): void {
  check(call, 'soap-login.my-domain-only', !demandsMyDomain(call.calledHost, org, 'soap'), {
    username: user.username,
    host: call.calledHost.origin,
    myDomain: myDomainHostOf(org),
    doesApiLoginRequireOrgDomain: org.settings.doesApiLoginRequireOrgDomain,
  });
}

/** @throws Refusal */
async function checkPassword(
  call: SoapCall,
  facts: UserFacts,
): Promise<NonNullable<UserFacts['verification']>> {
  const { username } = facts.user;
  const tried = await tryPassword(call.world, call, facts, call.parameters.text('password'), {
    password: 'soap-login.wrong-password',
    following: 'soap-login.wrong-token',
  });
  const { startsRight, nearMiss, verification, isTokenWrong } = tried;
  check(call, 'soap-login.wrong-password', startsRight, { username, nearMiss });
  check(call, 'soap-login.wrong-token', !isTokenWrong, {
    username,
    nearMiss: verification.nearMiss,
  });
  return verification;
}
