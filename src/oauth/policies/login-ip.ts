import { isInRanges } from '../../org/ip.ts';
import type { App, IpRange } from '../../org/model.ts';
import { profileOf } from '../../org/session.ts';
import type { Flow, Policy, UserFacts } from './policy.ts';

interface Values {
  ip: string;
  profile: string;
  ranges: readonly IpRange[];
  ipRelaxation: string;
  trustedRanges: readonly IpRange[];
  isAssertion: boolean;
}

/** The use of a token included. That it came from another flow is told of passwords only. */
const WEB_SERVER_FLOW: readonly Flow[] = ['log-in', 'web-server', 'authorization-code', 'refresh', 'rest'];

export const withinLoginIpRanges: Policy<UserFacts, Values> = {
  name: 'login IP ranges',
  demands:
    "The caller's address is in the login IP ranges of the user's profile, as far as the app's IP relaxation leaves them in force; for bearer assertions no relaxation counts.",
  isSet: (facts) => rangesOf(facts).length > 0 && !(facts.flow === 'rest' && !isContinuous(facts)),
  holds: (facts) => isRelaxed(facts) || isInRanges(facts.ip, rangesOf(facts)),
  values: (facts) => ({
    ip: facts.ip,
    profile: facts.user.profile,
    ranges: rangesOf(facts),
    ipRelaxation: facts.app?.ipRelaxation ?? 'ENFORCE',
    trustedRanges: facts.app?.ipRanges ?? [],
    isAssertion: isAssertion(facts),
  }),
};

function rangesOf({ org, user }: UserFacts): readonly IpRange[] {
  return profileOf(org, user)?.loginIpRanges ?? [];
}

/** Session Settings > Enforce login IP ranges on every request. */
function isContinuous({ org }: UserFacts): boolean {
  return org.settings.enforceIpRangesEveryRequest;
}

/** "SAML bearer assertion and JWT bearer token flows always enforce IP restrictions": the source of model.md 4.2. */
function isAssertion({ flow }: UserFacts): boolean {
  return flow === 'bearer';
}

/** model.md 4.2: what each relaxation relaxes. */
function isRelaxed(facts: UserFacts): boolean {
  if (isAssertion(facts)) return false;
  const { flow, app, byPassword } = facts;
  switch (app?.ipRelaxation) {
    case 'BYPASS':
      return true;
    case 'ENFORCE_RELAXREFRESH':
      return flow === 'refresh';
    case 'BYPASS_2FACTOR':
      return WEB_SERVER_FLOW.includes(flow) && !byPassword && isOfActivatedDevice(facts, app);
    default:
      return false;
  }
}

/**
 * The app trusts the address; or it trusts none in particular, and the user has proved who they are in this browser. What
 * follows a browser's log-in rests on that.
 */
function isOfActivatedDevice(
  { flow, ip, isHighAssurance, verification }: UserFacts,
  { ipRanges }: App,
): boolean {
  if (ipRanges.length > 0) return isInRanges(ip, ipRanges);
  const isInBrowser = flow === 'log-in' || flow === 'web-server';
  return !isInBrowser || isHighAssurance === true || verification?.isRight === true;
}
