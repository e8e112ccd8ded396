/**
 * `grant_type=assertion`, the legacy web single sign-on grant: the org's identity provider names the user, and no app is
 * involved (token.md 9). The token hangs on the client that every org knows, whose secret is empty.
 */

import type { Org } from '../../../org/model.ts';
import { PLATFORM_CLI } from '../../../org/platform-cli.ts';
import { grantsRefreshToken, standardScopes } from '../../../org/scopes.ts';
import { checkPolicies } from '../../../policies/check-policies.ts';
import { policies } from '../../../policies/policies.ts';
import { livesOn } from '../../../policies/user-hosts.ts';
import { check, identify } from '../../../refusals/check.ts';
import type { World } from '../../../world/world.ts';
import { assertionGrant, type TokenRequest } from '../grant.ts';
import { acceptedRecipients, readClaim, redeemOnce, verifyClaim } from '../saml-assertion.ts';
import { ssoAudiences, ssoUser } from '../sso.ts';

const BROWSER_SSO = 'urn:oasis:names:tc:SAML:2.0:profiles:SSO:browser';

export const assertion = assertionGrant({
  type: 'assertion',
  flow: 'sso',
  parameters: ['assertion', 'assertion_type', 'so'],
  refusesScope: true,
  answer: {
    members: ['access_token', 'signature', 'instance_url', 'id', 'token_type', 'issued_at'],
    order: 'hash',
  },

  async decide(request, world) {
    const { parameters, calledHost } = request;
    const sent = parameters.get('assertion_type') ?? '';
    check(request, 'sso.assertion-type', sent === BROWSER_SSO, { sent });
    const claim = await readClaim(request, 'sso', 'base64');

    const orgs = orgsCalled(request, world);
    const org = orgs.find(({ settings }) => settings.samlSso?.issuer === claim.issuer);
    const sso = org?.settings.samlSso;
    const known = orgs.flatMap(({ settings }) => settings.samlSso?.issuer ?? []);
    check(request, 'sso.issuer', org && sso, { issuer: claim.issuer, known });
    const app = org.apps.find(({ consumerKey }) => consumerKey === PLATFORM_CLI);
    if (!app) throw new TypeError(`org ${org.id} lacks PlatformCLI, which the seed gives to every org`);

    identify(request, { org, app });
    policies.check(request, 'app', { flow: 'sso', app, now: world.clock.of(org.id).now() });

    const endpoints = acceptedRecipients(request, org);
    const verified = await verifyClaim(request, world, 'sso', claim, {
      certificate: sso.certificate,
      whose: `the identity provider of org ${org.name}`,
      expects: () => ({
        orgId: org.id,
        recipients: endpoints.flatMap((url) => [
          url,
          `${url}?so=${org.id}`,
          `${url}?so=${org.id.slice(0, 15)}`,
        ]),
        audiences: ssoAudiences(calledHost, org),
      }),
    });
    const user = ssoUser(org, sso, verified.nameId);
    check(request, 'sso.subject', user, { mapping: sso.identityMapping, nameId: verified.nameId });
    checkPolicies(request, world, { flow: 'sso', org, user, app });
    const scopes = standardScopes(app.scopes).filter((scope) => !grantsRefreshToken([scope]));
    return { org, user, app, scopes, ...redeemOnce(request, world, 'sso', verified) };
  },
});

/** The org that `so` names, or whose My Domain was called; on a log-in host, any that logs in there. */
function orgsCalled({ parameters, calledHost }: TokenRequest<'so'>, { orgs }: World): Org[] {
  const named = parameters.get('so');
  const candidates = named === undefined ? orgs.orgs : [orgs.org(named)];
  return candidates.filter((org): org is Org => org !== undefined && livesOn(calledHost, org));
}
