/** `grant_type=urn:ietf:params:oauth:grant-type:saml2-bearer`: a user named by an assertion that the app signed (token.md 8). */
import { check } from '../../../refusals/check.ts';
import { acceptedAudiences, checkUserLivesHere, grantToAssertedUser } from '../asserted-user.ts';
import { findApp } from '../client.ts';
import { assertionGrant } from '../grant.ts';
import { acceptedRecipients, readClaim, redeemOnce, verifyClaim } from '../saml-assertion.ts';
import { jwtBearer } from './jwt-bearer.ts';

export const saml2Bearer = assertionGrant({
  type: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
  flow: 'bearer',
  parameters: ['assertion'],
  refusesScope: true,
  answer: jwtBearer.answer,

  async decide(request, world) {
    const claim = await readClaim(request, 'saml', 'base64url');
    const app = findApp(claim.issuer, request, world, 'bearer');
    const { certificate } = app;
    check(request, 'saml.no-certificate', certificate, { app: app.name });
    const isAssertion = claim.document.root === claim.document.assertion;
    check(request, 'saml.structure', isAssertion, { rule: 'its root is the Assertion, without a Response' });

    const org = world.orgs.org(app.orgId);
    check(request, 'client.unknown', org, { clientId: app.consumerKey, nearMiss: undefined });
    const assertion = await verifyClaim(request, world, 'saml', claim, {
      certificate,
      whose: `app ${app.name}`,
      expects: ({ nameId }) => {
        const userOrg = world.orgs.userByUsername(nameId)?.org ?? org;
        return {
          orgId: userOrg.id,
          recipients: acceptedRecipients(request, userOrg),
          audiences: acceptedAudiences(request, world, userOrg),
        };
      },
    });
    const found = world.orgs.userByUsername(assertion.nameId);
    checkUserLivesHere(request, world, app, assertion.nameId, found);
    const granted = await grantToAssertedUser(request, world, app, found);
    return { ...granted, ...redeemOnce(request, world, 'saml', assertion) };
  },
});
