/** The facts of one log-in, gathered for its policies. */
import type { Flow } from '../org/flows.ts';
import type { Subject } from '../org/subject.ts';
import type { UserFacts } from './policy.ts';

/**
 * What the policies look at, of a user who logs in by a flow.
 *
 * @param more the app, and what only the flow knows
 */
export function factsOf<More extends Pick<UserFacts, 'app'>>(
  { ip }: Pick<UserFacts, 'ip'>,
  { org, user, now }: Subject,
  flow: Flow,
  more: More,
): UserFacts & More {
  return { ...more, ip, org, user, now, flow };
}
