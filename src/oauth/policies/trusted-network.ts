import { isInRanges } from '../../org/ip.ts';
import { hasPermission } from '../../org/permissions.ts';
import type { Policy, UserFacts } from './policy.ts';

/** Who calls from elsewhere proves more than a password: a security token, or in a browser a verification code. */
export const callsFromTrustedNetwork: Policy<UserFacts, { username: string; ip: string; sent: boolean }> = {
  name: 'trusted network',
  demands:
    "The caller's address is in the org's trusted ranges, or a security token follows the password, or the browser has been verified.",
  isSet: (facts) => facts.flow !== 'password' || !needsCode(facts),
  holds: (facts) => facts.verification?.isRight === true || isTrusted(facts),
  values: ({ user, ip, verification }) => ({
    username: user.username,
    ip,
    sent: verification?.sent === true,
  }),
};

/** On the log-in page an org without trusted ranges trusts every address: docs/limits.md. */
function isTrusted({ flow, org, ip, verification }: UserFacts): boolean {
  const { trustedIpRanges } = org.settings;
  if (verification?.sent) return false;
  return (flow === 'log-in' && trustedIpRanges.length === 0) || isInRanges(ip, trustedIpRanges);
}

/** Multi-Factor Authentication for API Logins: a code stands where the security token would (model.md 4.7). */
export const verificationCodeIsRight: Policy<
  UserFacts,
  { username: string; profile: string; sent: boolean }
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
  }),
};

function needsCode({ org, user }: UserFacts): boolean {
  return hasPermission(org, user, 'twoFactorApi');
}
