/** Scenario: a sixth approval ends the oldest (token.md 1.10). */
import { findRefreshToken } from '../../../tokens/find-token.ts';
import type { EventScenario } from './scenario.ts';

export const sixthLoginEvictsFirst: EventScenario = {
  story:
    'The user allows the app a sixth time elsewhere: the oldest approval ends, with its refresh token and access tokens.',
  refusals: ['refresh.revoked'],
  async happen(world, { parameters }) {
    const token = await findRefreshToken(world, parameters.get('refresh_token') ?? '');
    if (!token) return;
    const { row, orgId } = token.approval;
    await world.store.approvals.revoke(row, world.clock.of(orgId).now());
  },
};
