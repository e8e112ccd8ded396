import { isInRanges } from '../../org/ip.ts';
import type { App } from '../../org/model.ts';
import { hasPermission } from '../../org/permissions.ts';
import { isPortalUser } from '../../org/portal-user.ts';
import { profileOf } from '../../org/session.ts';
import type { Policy, UserFacts } from '../policy.ts';

/** Who calls from elsewhere proves more than a password: a security token, or in a browser a verification code. */
export const callsFromTrustedNetwork: Policy<
  UserFacts,
  {
    username: string;
    ip: string;
    sent: boolean;
    needsNone: boolean;
    ipRelaxation: App['ipRelaxation'];
    nearMiss: string | undefined;
  }
> = {
  name: 'trusted network',
  demands:
    "The caller's address is in the org's trusted ranges or in the login IP ranges of the user's profile, or a security token follows the password, or the browser has been verified; an app with the IP relaxation BYPASS needs no security token; customers and partners need not verify theirs.",
  isSet: (facts) => (isApiLogIn(facts) ? !needsCode(facts) : !isPortalUser(facts.user)),
  holds: (facts) =>
    facts.verification?.isRight === true || (facts.verification?.sent !== true && isTrusted(facts)),
  values: (facts) => {
    const { user, ip, verification, app } = facts;
    return {
      username: user.username,
      ip,
      sent: verification?.sent === true,
      needsNone: isTrusted(facts),
      ipRelaxation: app?.ipRelaxation ?? 'ENFORCE',
      nearMiss: verification?.nearMiss,
    };
  },
};

/**
 * Login IP ranges of a profile make a security token unnecessary, and spare its users the code (Salesforce Help, Restrict
 * Where and When Users Can Log In). On the log-in page an org without trusted ranges trusts every address: docs/limits.md.
 * That BYPASS makes the token unnecessary has one source, of 2017 (token.md 5).
 */
function isTrusted({ flow, org, user, ip, app }: UserFacts): boolean {
  const { trustedIpRanges } = org.settings;
  if (flow === 'log-in' && trustedIpRanges.length === 0) return true;
  if (flow === 'password' && app?.ipRelaxation === 'BYPASS') return true;
  return [trustedIpRanges, profileOf({ org, user })?.loginIpRanges ?? []].some((ranges) =>
    isInRanges(ip, ranges),
  );
}

/** Multi-Factor Authentication for API Logins: a code stands where the security token would (model.md 4.7). */
export const verificationCodeIsRight: Policy<
  UserFacts,
  { username: string; profile: string; sent: boolean; isUsed: boolean }
> = {
  name: 'MFA for API log-ins',
  demands:
    'Users with Multi-Factor Authentication for API Logins append the code of their authenticator instead of the security token.',
  isSet: needsCode,
  holds: ({ verification }) => verification?.isRight === true,
  values: ({ user, verification }) => ({
    username: user.username,
    profile: user.profile,
    sent: verification?.sent === true,
    isUsed: verification?.isUsed === true,
  }),
};

/** There a security token follows the password. */
function isApiLogIn({ flow }: UserFacts): boolean {
  return flow === 'password' || flow === 'soap-log-in';
}

function needsCode(facts: UserFacts): boolean {
  return hasPermission(facts, 'twoFactorApi');
}
