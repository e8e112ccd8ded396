/** Scenario: a session ends between two API calls. */
import { sentAccessToken } from '../../../tokens/access.ts';
import { findAccessToken } from '../../../tokens/find-token.ts';
import type { EventScenario } from './scenario.ts';

export const expiredMidCall: EventScenario = {
  story:
    'The session ends between two API calls: that access token is dead, and the refresh that follows works.',
  refusals: ['rest.dead-token'],
  async happen(world, request) {
    const found = await findAccessToken(world, sentAccessToken(request) ?? '');
    if (!found) return;
    const { row, orgId } = found.token;
    await world.store.accessTokens.revoke(row, world.clock.of(orgId).now());
  },
};
