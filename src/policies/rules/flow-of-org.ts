import { flows } from '../../org/flows.ts';
import type { FlowFacts, Policy } from '../policy.ts';

export const orgAllowsFlow: Policy<FlowFacts, { org: string; allowed: boolean }> = {
  name: 'flow of the org',
  demands: 'Setup > OAuth and OpenID Connect Settings allows the flow; the mandate `no-password` does not.',
  holds: isAllowed,
  values: (facts) => ({ org: facts.org?.name ?? '', allowed: isAllowed(facts) }),
};

function isAllowed({ flow, org }: FlowFacts): boolean {
  const { isAllowed } = flows[flow];
  return isAllowed === undefined || (org !== undefined && isAllowed(org.settings));
}
