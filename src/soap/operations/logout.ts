/** logout(): ends the session, for REST too. jsforce sends a refresh token here when it is to revoke, which ends the approval (soap-data.md 8). */
import { check, identify } from '../../refusals/check.ts';
import { findRefreshToken, refreshStateOf } from '../../tokens/find-token.ts';
import { admitToSoap, stateOf } from '../admission.ts';
import type { OwnSessionOperation, SoapCall } from '../operation.ts';

export const logout: OwnSessionOperation = {
  name: 'logout',
  session: 'own',
  parameters: [],

  async answer(call) {
    if (await revokeRefreshToken(call)) return [];
    const { org, token } = await admitToSoap(call);
    await call.trace.passed('soap-session');
    const [ended] = await call.world.store.accessTokens.end([token.row], call.world.clock.of(org.id).now());
    const state = ended === undefined ? 'revoked by a request that was faster' : 'alive';
    check(call, 'soap.dead-session', ended !== undefined, stateOf(call.headers.sessionId, state));
    return [];
  },
};

async function revokeRefreshToken(call: SoapCall): Promise<boolean> {
  const { world, headers } = call;
  const token = await findRefreshToken(world, headers.sessionId);
  if (!token || refreshStateOf(token) !== 'alive') return false;
  const { orgId, consumerKey, row } = token.approval;
  identify(call, { org: orgId, app: consumerKey });
  await call.trace.passed('soap-session');
  await world.store.approvals.revoke(row, world.clock.of(orgId).now());
  return true;
}
