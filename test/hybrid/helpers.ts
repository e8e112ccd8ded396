/** Intents of the hybrid tests: a demo whose Web_Server and User_Agent have every scope that brings session ids. */
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Answer, codeExchange, postToken } from '../helpers/token.ts';

export const ALL_SCOPES = 'refresh_token api web lightning visualforce content';

export function startHybrid(app: Record<string, unknown> = {}, demo: DemoChanges = {}): Promise<Fauxforce> {
  const changes = { scopes: ALL_SCOPES.split(' '), ...app };
  return startFauxforce({ demo: { ...demo, apps: { Web_Server: changes, User_Agent: changes } } });
}

export async function hybridExchange(
  sf: Fauxforce,
  scopes = ALL_SCOPES,
  changes: Record<string, string> = {},
): Promise<Answer> {
  const exchange = await codeExchange(sf, { app: 'Web_Server', scopes });
  return postToken(sf, { ...exchange, grant_type: 'hybrid_auth_code', ...changes });
}
