/** What time it is before a user is known: that of the org which defines the app. */
import type { World } from './world.ts';

/** Milliseconds since the epoch; the lab's own time for an app that nobody knows. */
export function timeOfApp({ orgs, clock }: World, consumerKey: string | undefined): number {
  const app = orgs.app(consumerKey ?? '');
  return app ? clock.of(app.orgId).now() : clock.now();
}
