/** How often users log in, for a rolling hour and every process of a store (token.md 1.6). */
import type { Traced } from '../refusals/check.ts';
import type { World } from '../world/world.ts';
import { policies } from './policies.ts';
import type { UserFacts } from './policy.ts';

/** Counts a log-in whose every other check has passed. @throws Refusal when the hour has no room for it */
export async function countLogIn({ store }: World, request: Traced, facts: UserFacts): Promise<void> {
  const { org, user, now: at } = facts;
  const most = org.settings.loginsPerHour;
  const recentLogIns = most === 0 ? 0 : await store.logInCounts.count({ userId: user.id, at, most });
  policies.check(request, 'rate', { ...facts, recentLogIns });
}
