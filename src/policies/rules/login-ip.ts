import type { Flow } from '../../org/flows.ts';
import { isInRanges } from '../../org/ip.ts';
import type { App, IpRange } from '../../org/model.ts';
import { profileOf } from '../../org/session.ts';
import type { Policy, UserFacts } from '../policy.ts';

interface Values {
  ip: string;
  profile: string;
  ranges: readonly IpRange[];
  ipRelaxation: string;
  trustedRanges: readonly IpRange[];
  isAssertion: boolean;
}

/** What rests on a log-in of the web server flow. That a token came from another flow is told of passwords only. */
const AFTER_LOG_IN: readonly Flow[] = ['authorization-code', 'refresh', 'rest', 'soap'];
const USES: readonly Flow[] = ['rest', 'soap'];

export const withinLoginIpRanges: Policy<UserFacts, Values> = {
  name: 'login IP ranges',
  demands:
    "The caller's address is in the login IP ranges of the user's profile, as far as the app's IP relaxation leaves them in force; for bearer assertions no relaxation counts.",
  isSet: (facts) => rangesOf(facts).length > 0 && !(USES.includes(facts.flow) && !isContinuous(facts)),
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

function rangesOf(facts: UserFacts): readonly IpRange[] {
  return profileOf(facts)?.loginIpRanges ?? [];
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
  const { flow, app } = facts;
  switch (app?.ipRelaxation) {
    case 'BYPASS':
      return true;
    case 'ENFORCE_RELAXREFRESH':
      return flow === 'refresh';
    case 'BYPASS_2FACTOR':
      return isOfActivatedDevice(facts, app);
    default:
      return false;
  }
}

/**
 * The app trusts the address, in the web server flow; or it trusts none in particular, and the user has proved who they are in
 * this browser, in the user-agent flow too (the source of model.md 4.2, in an older edition). What follows rests on that.
 */
function isOfActivatedDevice(
  { flow, appFlow, ip, isHighAssurance, verification, byPassword }: UserFacts,
  { ipRanges }: App,
): boolean {
  const isAfterLogIn = AFTER_LOG_IN.includes(flow) && !byPassword;
  const pageOf = flow === 'log-in' ? appFlow : flow;
  if (ipRanges.length > 0) return (isAfterLogIn || pageOf === 'web-server') && isInRanges(ip, ipRanges);
  if (isAfterLogIn) return true;
  const isInBrowser = pageOf === 'web-server' || pageOf === 'user-agent';
  return isInBrowser && (isHighAssurance === true || verification?.isRight === true);
}
