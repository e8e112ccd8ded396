/** A name of Salesforce's that is no host of an org here is answered as one whose org has gone, never as localhost is (token.md 1.6). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { nearestTo } from '../ground/nearest.ts';
import { isHostOf, loginHostOf, myDomainHostOf } from '../org/hosts.ts';
import { refuse } from '../refusals/check.ts';
import type { World } from '../world/world.ts';

/** Names that an explanation tells. */
const MOST_TOLD = 8;

export function refuseUnknownHosts(app: FastifyInstance, world: World): void {
  app.addHook('onRequest', (request, _reply, done) => {
    let refusal: unknown;
    try {
      checkHost(request, world);
    } catch (thrown) {
      refusal = thrown;
    }
    done(refusal as Error | undefined);
  });
}

/** Sites are looked at where their paths are. @throws Refusal */
function checkHost(request: FastifyRequest, world: World): void {
  const { calledHost } = request;
  const { kind, myDomain } = calledHost;
  if (kind === 'local' || kind === 'site') return;
  if (kind !== 'unknown' && myDomain === undefined) return;
  const org = world.orgs.orgCalled(calledHost);
  if (!org || !isHostOf(calledHost, org)) refuseUnknownHost(request, world);
}

/** @throws Refusal */
export function refuseUnknownHost(request: FastifyRequest, { orgs }: World): never {
  const host = new URL(request.calledHost.origin).hostname;
  const logIn = [...new Set(orgs.orgs.map(loginHostOf))];
  const known = [...orgs.orgs.map(myDomainHostOf), ...logIn];
  return refuse(request, 'host.unknown', {
    host,
    known: known.slice(-MOST_TOLD),
    more: Math.max(0, known.length - MOST_TOLD),
    nearest: nearestHost(host, known),
  });
}

/** By what stands before the first dot: what follows is the same for most of them. */
function nearestHost(host: string, known: readonly string[]): string | undefined {
  const first = (name: string) => name.split('.', 1)[0] ?? '';
  const nearest = nearestTo(first(host), known.map(first));
  return known.find((name) => first(name) === nearest);
}
