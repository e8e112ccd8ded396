/** The rows of the authorize pipeline that are policies of the org: a column of the table in policies/policies.ts. */

import type { Flow } from '../../org/flows.ts';
import { policies } from '../../policies/policies.ts';
import type { AccessFacts, AppFacts, FlowFacts } from '../../policies/policy.ts';
import { catalogue } from '../../refusals/catalogue.ts';
import type { Row } from './check.ts';

type Facts = AppFacts | FlowFacts | AccessFacts;

/**
 * @param flow whose refusals the pipeline shows; a request of another one is refused as that one says
 * @param factsOf what the policies look at
 */
export function policyRows<Context>(
  stage: 'client' | 'app' | 'flow' | 'access' | 'level',
  flow: Flow,
  factsOf: (context: Context) => Facts,
): Row<Context>[] {
  return policies.column(stage, flow).map(([row, refusal]) => ({
    surface: catalogue[refusal].surface,
    refusal,
    run: (request, context) => {
      const facts = factsOf(context);
      const cell = row.cells[facts.flow];
      if (typeof cell === 'string' && row.isSet(facts as never)) row.check(request, cell, facts as never);
    },
  }));
}
