import { isInRanges } from '../../org/ip.ts';
import type { App, IpRange } from '../../org/model.ts';
import { profileOf } from '../../org/session.ts';
import type { Flow, Policy, UserFacts } from './policy.ts';

interface Values {
  ip: string;
  profile: string;
  ranges: readonly IpRange[];
  ipRelaxation: string;
}

const WEB_SERVER_FLOW: readonly Flow[] = ['log-in', 'web-server', 'authorization-code', 'refresh'];

export const withinLoginIpRanges: Policy<UserFacts, Values> = {
  name: 'login IP ranges',
  demands:
    "The caller's address is in the login IP ranges of the user's profile, as far as the app's IP relaxation leaves them in force.",
  isSet: (facts) => rangesOf(facts).length > 0 && !(facts.flow === 'rest' && !isContinuous(facts)),
  holds: (facts) => isRelaxed(facts) || isInRanges(facts.ip, rangesOf(facts)),
  values: (facts) => ({
    ip: facts.ip,
    profile: facts.user.profile,
    ranges: rangesOf(facts),
    ipRelaxation: facts.app?.ipRelaxation ?? 'ENFORCE',
  }),
};

function rangesOf({ org, user }: UserFacts): readonly IpRange[] {
  return profileOf(org, user)?.loginIpRanges ?? [];
}

/** Session Settings > Enforce login IP ranges on every request. */
function isContinuous({ org }: UserFacts): boolean {
  return org.settings.enforceIpRangesEveryRequest;
}

/** model.md 4.2: what each relaxation relaxes. */
function isRelaxed(facts: UserFacts): boolean {
  const { flow, app } = facts;
  switch (app?.ipRelaxation) {
    case 'BYPASS':
      return true;
    case 'ENFORCE_RELAXREFRESH':
      return flow === 'refresh';
    case 'BYPASS_2FACTOR':
      return WEB_SERVER_FLOW.includes(flow) && isOfActivatedDevice(facts, app);
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
