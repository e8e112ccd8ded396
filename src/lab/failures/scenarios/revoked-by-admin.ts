/** Scenario: an admin revokes what a user allowed an app. */
import type { EventScenario } from './scenario.ts';

export const revokedByAdmin: EventScenario = {
  story:
    "An admin revokes the user's access to the app: all of its tokens are dead, until the user logs in again.",
  refusals: ['rest.dead-token', 'identity.bad-token', 'refresh.revoked'],
  async happen({ orgs, store, clock }, { trace: { username, clientId } }) {
    const found = orgs.userByUsername(username ?? '');
    if (!found || clientId === undefined) return;
    const { org, user } = found;
    const filter = { orgId: org.id, userId: user.id, consumerKey: clientId };
    await store.tokenList.revoke(filter, Math.floor(clock.of(org.id).now()));
  },
};
