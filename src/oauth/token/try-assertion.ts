/** What the JWT bearer grant would say to an assertion: its own checks in their own order, and nothing comes of it. */
import { checkSiteMember } from '../../policies/user-hosts.ts';
import { identify } from '../../refusals/check.ts';
import type { Trace } from '../../refusals/trace.ts';
import type { World } from '../../world/world.ts';
import type { TokenRequest } from './grant.ts';
import { jwtBearer } from './grants/jwt-bearer.ts';

/** @returns the trace of a request that is in no journal: its checks, and the refusal if one did not hold */
export async function tryAssertion(
  world: World,
  assertion: string,
  caller: Pick<TokenRequest, 'calledHost' | 'ip'>,
): Promise<Trace> {
  const trace = world.journal.open('POST', '/services/oauth2/token');
  trace.grantType = jwtBearer.type;
  const request: TokenRequest<'assertion'> = {
    ...caller,
    trace,
    parameters: new Map([['assertion', assertion]]),
    authorization: undefined,
    guest: { requestType: undefined, uvidHint: undefined },
  };
  try {
    const granted = await jwtBearer.decide(request, world);
    identify(request, granted);
    checkSiteMember(request, world, granted.org, granted.user);
  } catch (error) {
    if (!trace.refusal) throw error;
  }
  return trace;
}
