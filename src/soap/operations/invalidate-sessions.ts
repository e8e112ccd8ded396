/** invalidateSessions(sessionIds): ends sessions of the org, whoever holds them; of each it says whether it did (soap-data.md 5). */
import { check } from '../../refusals/check.ts';
import { resolveAccessToken } from '../../tokens/access.ts';
import type { SessionCall, SessionOperation } from '../operation.ts';
import { element, elements } from '../xml.ts';

/** As of records in a call (soap-data.md 5.1). */
const MOST = 200;

export const invalidateSessions: SessionOperation = {
  name: 'invalidateSessions',
  session: 'needed',
  parameters: ['sessionIds'],

  async answer(call) {
    const sent = call.parameters.texts('sessionIds').map((id) => id.trim());
    check(call, 'soap.too-many', sent.length <= MOST, { count: sent.length, most: MOST });
    const rows = await Promise.all(sent.map((id) => rowOf(call, id)));
    const { store, clock } = call.world;
    const found = rows.filter((row) => row !== undefined);
    const ended = new Set(await store.accessTokens.end(found, clock.of(call.access.org.id).now()));
    return rows.map((row) => element('result', elements({ success: row !== undefined && ended.has(row) })));
  },
};

/** Undefined for what is no live session of the org. */
async function rowOf({ world, access }: SessionCall, id: string): Promise<number | undefined> {
  const found = await resolveAccessToken(world, id);
  return typeof found === 'object' && found.org.id === access.org.id ? found.token.row : undefined;
}
