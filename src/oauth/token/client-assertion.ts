/** `private_key_jwt`: a client that proves itself with a JWT signed by its certificate's key (token.md 1.3). */

import type { App } from '../../org/model.ts';
import { check } from '../../refusals/check.ts';
import { unlessFar } from '../../refusals/policy-words.ts';
import { isSignedBy, readJwt, secondsOf, weaknessOfCertificate } from '../../tokens/jwt.ts';
import type { World } from '../../world/world.ts';
import { acceptedAudiences } from './asserted-user.ts';
import type { TokenRequest } from './grant.ts';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The unverified issuer, to find the app by when no client_id was sent. */
export function issuerOf(assertion: string): string | undefined {
  const issuer = readJwt(assertion)?.claims.iss;
  return typeof issuer === 'string' ? issuer : undefined;
}

/** @throws Refusal */
export async function checkClientAssertion(
  assertion: string,
  app: App,
  request: TokenRequest,
  world: World,
): Promise<void> {
  const { parameters } = request;
  const jwt = readJwt(assertion);
  const bad = (reason: string) => ({ app: app.name, reason });
  check(
    request,
    'client.assertion-wrong',
    parameters.get('client_assertion_type') === TYPE,
    bad(`client_assertion_type must be ${TYPE}`),
  );
  check(request, 'client.assertion-wrong', jwt, bad('it must be a JWT'));
  const { certificate } = app;
  check(request, 'client.no-certificate', certificate, { app: app.name });
  check(request, 'client.assertion-wrong', await isSignedBy(jwt, certificate), () =>
    bad(signatureRule(certificate)),
  );
  const { iss, sub, aud, exp } = jwt.claims;
  check(
    request,
    'client.assertion-wrong',
    iss === app.consumerKey && sub === iss,
    bad('iss and sub must be the consumer key'),
  );
  check(
    request,
    'client.assertion-wrong',
    (secondsOf(exp) ?? 0) * 1000 > world.clock.of(app.orgId).now(),
    bad('exp must be in the future'),
  );
  const accepted = audiences(app, request, world);
  const named = Array.isArray(aud) ? aud : [aud];
  check(
    request,
    'client.assertion-wrong',
    named.some((one) => accepted.includes(one)),
    () => bad(`aud must be one of ${accepted.join(', ')}`),
  );
}

function signatureRule(certificate: string): string {
  const rule = 'its RS256 signature must verify with the certificate of the app';
  return `${rule}${unlessFar(weaknessOfCertificate(certificate))}`;
}

/** The token endpoint, or its issuer as OpenID clients write it, of the host called or another that it stands for: as for user assertions. */
function audiences(app: App, request: TokenRequest, world: World): unknown[] {
  const { origin } = request.calledHost;
  const origins = new Set([origin, ...acceptedAudiences(request, world, world.orgs.org(app.orgId))]);
  return [...origins].flatMap((one) => [one, `${one}/`, `${one}/services/oauth2/token`]);
}
