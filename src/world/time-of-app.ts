/** The time before a user is known: that of the org which defines the app. */
import type { World } from './world.ts';

/** Milliseconds since the epoch. For an unknown app, the time of the clock of all orgs. */
export function timeOfApp({ orgs, clock }: World, consumerKey: string | undefined): number {
  const app = orgs.app(consumerKey ?? '');
  return app ? clock.of(app.orgId).now() : clock.now();
}
