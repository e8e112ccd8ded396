import type { FlowFacts, Policy } from '../policy.ts';

export const orgAllowsFlow: Policy<FlowFacts, { org: string; allowed: boolean }> = {
  name: 'flow of the org',
  demands: 'Setup > OAuth and OpenID Connect Settings allows the flow; the mandate `no-password` does not.',
  holds: isAllowed,
  values: (facts) => ({ org: facts.org?.name ?? '', allowed: isAllowed(facts) }),
};

function isAllowed({ flow, org }: FlowFacts): boolean {
  if (flow === 'password') return org?.settings.allowUsernamePasswordFlow === true;
  if (flow === 'user-agent') return org?.settings.allowUserAgentFlow === true;
  return true;
}
