/** The Experience Cloud site that a headless request was sent to: there is no headless log-in elsewhere (authorize.md 8). */
import type { FastifyRequest } from 'fastify';
import type { Org, Site } from '../../org/model.ts';
import { calledSite } from '../../org/sites.ts';
import type { Trace } from '../../refusals/trace.ts';
import type { World } from '../../world/world.ts';

export interface CalledSite {
  readonly org: Org;
  readonly site: Site;
}

/** @throws Refusal */
export function checkSite({ orgs }: World, { calledHost, trace: recorder }: FastifyRequest): CalledSite {
  const trace: Trace = recorder;
  const [called] = orgs.orgs.flatMap((org) => {
    const site = calledSite(calledHost, org);
    return site ? [{ org, site }] : [];
  });
  trace.check('headless.not-a-site', called, { host: calledHost.origin });
  trace.org = called.org.id;
  const { name, settings } = called.org;
  const isAllowed = settings.allowCodeAndCredentialsFlow;
  trace.check('headless.flow-disabled', isAllowed, { org: name, allowed: isAllowed });
  return called;
}
