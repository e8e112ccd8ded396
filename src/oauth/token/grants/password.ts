/** `grant_type=password`: username, and password with the security token appended (token.md 5). */

import type { User } from '../../../org/model.ts';
import { hasPermission } from '../../../org/permissions.ts';
import { isPortalUser } from '../../../org/portal-user.ts';
import { grantsRefreshToken, standardScopes } from '../../../org/scopes.ts';
import { approvalsInstead, checkPolicies } from '../../../policies/check-policies.ts';
import { factsOf } from '../../../policies/facts.ts';
import { tryLogIn } from '../../../policies/lockout.ts';
import { policies } from '../../../policies/policies.ts';
import type { UserFacts } from '../../../policies/policy.ts';
import { stepOfTotp } from '../../../policies/totp.ts';
import { livesOn } from '../../../policies/user-hosts.ts';
import { check, identify } from '../../../refusals/check.ts';
import type { LogInTry } from '../../../store/port.ts';
import { nearMissOfUsername } from '../../../tokens/near-misses.ts';
import { nearMissOf } from '../../../wire/near-miss.ts';
import { sameText } from '../../../wire/secrets.ts';
import { subjectOf } from '../../../world/subject.ts';
import { clientGrant } from '../grant.ts';

export const password = clientGrant({
  type: 'password',
  flow: 'password',
  parameters: ['username', 'password'],
  needsSecret: () => true,
  refusesScope: false,
  answer: {
    members: ['access_token', 'instance_url', 'id', 'token_type', 'issued_at', 'signature'],
    order: 'as-listed',
  },

  async decide(request, world, client) {
    const { parameters } = request;
    const username = parameters.get('username') ?? '';
    const sent = parameters.get('password') ?? '';
    const found = world.orgs.userByUsername(username);
    const isHere = found && livesOn(request.calledHost, found.org);
    check(request, 'password.unknown-user', isHere, {
      username,
      nearMiss: isHere ? undefined : nearMissOfUsername(username, world.orgs),
    });
    const { user, org } = found;
    identify(request, { org, user });
    check(request, 'password.site', request.calledHost.kind !== 'site' && !isPortalUser(user), {
      username,
      userType: user.userType,
      host: request.calledHost.origin,
    });
    const facts = factsOf(request, subjectOf(world, found), 'password', { app: client });
    const startsRight =
      sameText(sent.slice(0, user.password.length), user.password) &&
      !request.trace.isArmed('password.wrong');
    const following = sent.slice(user.password.length);
    const proof = startsRight ? readProof(facts, following) : WRONG;
    const outcome = await tryLogIn(world, request, facts, proof);
    check(request, 'password.wrong', startsRight, {
      username,
      nearMiss: startsRight ? undefined : nearMissOfPassword(sent, user),
    });

    const approvals = await approvalsInstead(world, facts);
    const verification = {
      sent: following !== '',
      isRight: following !== '' && outcome === 'right',
      isUsed: outcome === 'used',
      nearMiss: outcome === 'right' ? undefined : nearMissOfToken(following, user),
    };
    checkPolicies(request, world, { ...facts, approvals, verification });
    const scopes = standardScopes(client.scopes).filter((scope) => !grantsRefreshToken([scope]));
    return { org, user, app: client, scopes, byPassword: true };
  },
});

type Proof = Pick<LogInTry, 'found' | 'codeStep'>;
const WRONG: Proof = { found: 'wrong' };

/**
 * What follows the password: the security token or, with MFA for API log-ins, a code of the user's authenticator. A wrong one
 * counts like a wrong password (Salesforce Help, Restrict Where and When Users Can Log In), a missing one does not.
 */
function readProof(facts: UserFacts, following: string): Proof {
  const { user, now } = facts;
  if (following === '') {
    const needsNone = policies.holds('user', { ...facts, verification: { sent: false, isRight: false } });
    return { found: needsNone ? 'right' : 'unfinished' };
  }
  if (hasPermission(facts, 'twoFactorApi')) {
    const codeStep = stepOfTotp(following, user.totpSecret, now);
    return codeStep === undefined ? WRONG : { found: 'right', codeStep };
  }
  return sameText(following, user.securityToken) ? { found: 'right' } : WRONG;
}

function nearMissOfToken(sent: string, { securityToken }: User): string | undefined {
  if (sent !== '' && sent.trim() === '') return 'only white space follows it';
  return nearMissOf(sent, securityToken);
}

/** Of the password alone, or with the security token after it. */
function nearMissOfPassword(sent: string, { password, securityToken }: User): string | undefined {
  return nearMissOf(sent, password) ?? nearMissOf(sent, password + securityToken);
}
