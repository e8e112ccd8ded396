/** `grant_type=password`: username, and password with the security token appended (token.md 5). */

import { hash, timingSafeEqual } from 'node:crypto';
import type { Trace } from '../../../journal/trace.ts';
import type { Org, User } from '../../../org/model.ts';
import { hasPermission } from '../../../org/permissions.ts';
import { isPortalUser } from '../../../org/portal-user.ts';
import { grantsRefreshToken, standardScopes } from '../../../org/scopes.ts';
import { isTotp } from '../../../org/totp.ts';
import { nearMissOf } from '../../../wire/near-miss.ts';
import { approvalsInstead, checkPolicies, userFacts } from '../../check-policies.ts';
import { countPassword, isLockedOut } from '../../lockout.ts';
import { nearMissOfUsername } from '../../near-misses.ts';
import { policies } from '../../policies.ts';
import { livesOn } from '../../user-hosts.ts';
import type { ClientGrant } from '../grant.ts';

export const password: ClientGrant = {
  type: 'password',
  flow: 'password',
  client: 'authenticated',
  needsSecret: () => true,
  refusesScope: false,
  answer: {
    members: ['access_token', 'instance_url', 'id', 'token_type', 'issued_at', 'signature'],
    order: 'as-listed',
  },

  async decide(request, world, client) {
    const trace: Trace = request.trace;
    const { parameters } = request;
    const username = parameters.get('username') ?? '';
    const sent = parameters.get('password') ?? '';
    const found = world.orgs.userByUsername(username);
    const isHere = found && livesOn(request.calledHost, found.org);
    trace.check('password.unknown-user', isHere, {
      username,
      nearMiss: isHere ? undefined : nearMissOfUsername(username, world.orgs),
    });
    const { user, org } = found;
    trace.identify(org, user);
    trace.check('password.site', request.calledHost.kind !== 'site' && !isPortalUser(user), {
      username,
      userType: user.userType,
      host: request.calledHost.origin,
    });
    const wanted = { flow: 'password', org, user, app: client } as const;
    const isOut = await isLockedOut(world, org, user);
    const facts = { ...userFacts(request, world, user, org), ...wanted, isLockedOut: isOut };
    policies.check('password', facts, trace);
    const startsRight =
      same(sent.slice(0, user.password.length), user.password) && !trace.isArmed('password.wrong');
    const verification = verify(org, user, sent.slice(user.password.length), facts.now);
    // A wrong security token or code counts like a wrong password (Salesforce Help, Restrict Where and When Users Can Log In).
    const isRight = startsRight && (verification.isRight || !verification.sent);
    await countPassword(world, org, user, isRight);
    trace.check('password.wrong', startsRight, {
      username,
      nearMiss: startsRight ? undefined : nearMissOfPassword(sent, user),
    });

    const approvals = await approvalsInstead(world, wanted);
    checkPolicies(request, world, { ...wanted, approvals, verification });
    const scopes = standardScopes(client.scopes).filter((scope) => !grantsRefreshToken([scope]));
    return { org, user, app: client, scopes, byPassword: true };
  },
};

/** What follows the password: the security token or, with MFA for API log-ins, a code of the user's authenticator. */
function verify(org: Org, user: User, sent: string, now: number) {
  const isRight = hasPermission(org, user, 'twoFactorApi', now)
    ? isTotp(sent, user.totpSecret, now)
    : same(sent, user.securityToken);
  return { sent: sent !== '', isRight, nearMiss: isRight ? undefined : nearMissOfToken(sent, user) };
}

function nearMissOfToken(sent: string, { securityToken }: User): string | undefined {
  if (sent !== '' && sent.trim() === '') return 'only white space follows it';
  return nearMissOf(sent, securityToken);
}

/** Of the password alone, or with the security token after it. */
function nearMissOfPassword(sent: string, { password, securityToken }: User): string | undefined {
  return nearMissOf(sent, password) ?? nearMissOf(sent, password + securityToken);
}

function same(sent: string, kept: string): boolean {
  return timingSafeEqual(hash('sha256', sent, 'buffer'), hash('sha256', kept, 'buffer'));
}
