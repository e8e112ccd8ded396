/** A user with their org, and the org's time at this moment. */
import type { Org, User } from '../org/model.ts';
import type { Subject } from '../org/subject.ts';
import type { World } from './world.ts';

export function subjectOf({ clock }: Pick<World, 'clock'>, { org, user }: { org: Org; user: User }): Subject {
  return { org, user, now: clock.of(org.id).now() };
}
