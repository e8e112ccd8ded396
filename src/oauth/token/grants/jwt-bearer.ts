/** `grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer`: a user named by a JWT that the app signed (token.md 7). */
import { check, identify } from '../../../refusals/check.ts';
import { isSignedBy, readJwt, secondsOf, weaknessOfCertificate } from '../../../tokens/jwt.ts';
import { asJson, asWord } from '../../../wire/json.ts';
import { nearMiss } from '../../../wire/near-miss.ts';
import {
  acceptedAudiences,
  acceptsAudience,
  CLOCK_SKEW,
  checkUserLivesHere,
  grantToAssertedUser,
} from '../asserted-user.ts';
import { findApp } from '../client.ts';
import { assertionGrant } from '../grant.ts';

export const jwtBearer = assertionGrant({
  type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  flow: 'bearer',
  parameters: ['assertion'],
  refusesScope: true,
  answer: { members: ['access_token', 'scope', 'instance_url', 'id', 'token_type'], order: 'hash' },

  async decide(request, world) {
    const { parameters } = request;
    const assertion = parameters.get('assertion') ?? '';
    const jwt = readJwt(assertion);
    check(request, 'jwt.malformed', jwt, {
      sent: assertion !== '',
      nearMiss: jwt ? undefined : nearMiss(assertion, (text) => readJwt(text) !== undefined),
    });
    const { iss, exp, aud } = jwt.claims;
    const app = findApp(typeof iss === 'string' ? iss : '', request, world, 'bearer');
    const { certificate } = app;
    check(request, 'jwt.algorithm', jwt.header.alg === 'RS256', () => ({ alg: asWord(jwt.header.alg) }));
    check(request, 'jwt.no-certificate', certificate, { app: app.name });
    const weakness = weaknessOfCertificate(certificate);
    check(request, 'jwt.certificate', weakness === undefined, { app: app.name, weakness });
    check(request, 'jwt.signature', await isSignedBy(jwt, certificate), { app: app.name });

    const username = readUsername(jwt.claims);
    const found = world.orgs.userByUsername(username);
    const expires = secondsOf(exp);
    const now = world.clock.of(found?.org.id ?? app.orgId).now();
    check(request, 'jwt.no-expiry', expires !== undefined, () => ({ exp: asJson(exp) }));
    check(request, 'jwt.expired', expires * 1000 + CLOCK_SKEW > now, {
      exp: expires,
      now: Math.floor(now / 1000),
    });

    if (found) identify(request, found);
    const accepted = acceptedAudiences(request, world, found?.org ?? world.orgs.org(app.orgId));
    const host = request.calledHost.origin;
    check(request, 'jwt.audience', acceptsAudience(accepted, aud), () => ({
      aud: asJson(aud),
      accepted,
      host,
    }));
    checkUserLivesHere(request, world, app, username, found);
    return grantToAssertedUser(request, world, app, found);
  },
});

/** `prn`, the older name, wins over `sub`. */
function readUsername({ prn, sub }: Readonly<Record<string, unknown>>): string {
  const name = prn ?? sub;
  return typeof name === 'string' ? name : '';
}
