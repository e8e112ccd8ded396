/** The org as SAML service provider: an assertion is posted to `/?so=<org>` and logs its user in (design 5.7; the URL is recalled), by the checks of grant_type=assertion. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { orgsCalled } from '../idp/providers.ts';
import { ownPage } from '../oauth/session/own-origin.ts';
import { beginSession } from '../oauth/session/sessions.ts';
import type { TokenRequest } from '../oauth/token/grant.ts';
import { markOf, readClaim, verifyClaim } from '../oauth/token/saml-assertion.ts';
import { ssoAudiences, ssoUser } from '../oauth/token/sso.ts';
import { loginHostOf, myDomainHostOf } from '../org/hosts.ts';
import { id15 } from '../org/ids.ts';
import type { Org, User } from '../org/model.ts';
import { factsOf } from '../policies/facts.ts';
import { countLogIn } from '../policies/log-in-rate.ts';
import { policies } from '../policies/policies.ts';
import { check, identify } from '../refusals/check.ts';
import type { Assertion } from '../saml/assertion.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { showPage } from './render.ts';

const ERROR_PATH = '/_nc_external/identity/saml/SamlError';

export function samlErrorPage(app: FastifyInstance): void {
  app.get(ERROR_PATH, (_request, reply) => showPage(reply, 'saml-error', {}));
}

/** A form of the log-in page's address that holds a response. */
export async function logInBySaml(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { calledHost, parameters } = request;
  const toError = () => redirectByLocation(reply, calledHost.origin + ERROR_PATH);
  request.ownSurfaces = { token: toError, 'login-page': toError };
  request.trace.logIn = { type: 'SAML Sfdc Initiated SSO' };
  const { org, user, assertion } = await admit(world, request);
  const verified = { verification: { sent: false, isRight: true }, isHighAssurance: true };
  const facts = factsOf(request, subjectOf(world, { org, user }), 'log-in', { app: undefined });
  policies.check(request, 'user', { ...facts, ...verified });
  await request.trace.passed('log-in');
  const isFirst = await world.store.usedAssertions.use(markOf(assertion));
  check(request, 'sso.replayed', isFirst, { id: assertion.id });
  await countLogIn(world, request, facts);
  await beginSession(world, request, reply, org, user);
  return redirectByLocation(reply, calledHost.origin + (ownPage(parameters.get('RelayState')) ?? '/'));
}

interface Admitted {
  readonly org: Org;
  readonly user: User;
  readonly assertion: Assertion;
}

/** @throws Refusal of the family `sso` */
async function admit(world: World, request: FastifyRequest): Promise<Admitted> {
  const { parameters, calledHost, trace, ip } = request;
  const asGrant: TokenRequest<'assertion'> = {
    trace,
    calledHost,
    ip,
    authorization: undefined,
    guest: { requestType: undefined, uvidHint: undefined },
    parameters: {
      get: (name) => parameters.get(name === 'assertion' ? 'SAMLResponse' : name),
      has: (name) => parameters.has(name === 'assertion' ? 'SAMLResponse' : name),
    },
  };
  const claim = await readClaim(asGrant, 'sso', 'base64');
  const named = parameters.get('so');
  const orgs = orgsCalled(calledHost, world).filter(
    ({ id }) => named === undefined || id15(id) === id15(named),
  );
  const org = orgs.find(({ settings }) => settings.samlSso?.issuer === claim.issuer);
  const sso = org?.settings.samlSso;
  const known = orgs.flatMap(({ settings }) => settings.samlSso?.issuer ?? []);
  check(request, 'sso.issuer', org && sso, { issuer: claim.issuer, known });
  identify(request, { org });
  const assertion = await verifyClaim(asGrant, world, 'sso', claim, {
    certificate: sso.certificate,
    whose: `the identity provider of org ${org.name}`,
    expects: () => ({
      orgId: org.id,
      recipients: recipientsOf(request, org),
      audiences: ssoAudiences(calledHost, org),
    }),
  });
  const user = ssoUser(org, sso, assertion.nameId);
  check(request, 'sso.subject', user, { mapping: sso.identityMapping, nameId: assertion.nameId });
  identify(request, { org, user });
  return { org, user, assertion };
}

/** As it was called, and by its names on the real platform; with the org or without, with a slash or without. */
function recipientsOf({ calledHost }: FastifyRequest, org: Org): string[] {
  const real = [`https://${myDomainHostOf(org)}`, `https://${loginHostOf(org)}`];
  const queries = ['', `?so=${org.id}`, `?so=${id15(org.id)}`];
  return [calledHost.origin, ...real].flatMap((origin) =>
    queries.flatMap((query) => [origin + query, `${origin}/${query}`]),
  );
}
