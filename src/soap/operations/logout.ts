/** logout(): ends the session, for REST too (soap-data.md 8). */
import type { SessionOperation } from '../operation.ts';

export const logout: SessionOperation = {
  name: 'logout',
  session: 'needed',
  parameters: [],
  isUncounted: true,

  async answer({ access: { org, token }, world }) {
    await world.store.accessTokens.revoke(token.row, world.clock.of(org.id).now());
    return [];
  },
};
