/** The Experience Cloud site that a headless request was sent to: there is no headless log-in elsewhere (authorize.md 8). */
import type { FastifyRequest } from 'fastify';
import { isAllowed } from '../../org/flows.ts';
import type { Org, Site } from '../../org/model.ts';
import { calledSite } from '../../org/sites.ts';
import { check, identify } from '../../refusals/check.ts';
import type { World } from '../../world/world.ts';

export interface CalledSite {
  readonly org: Org;
  readonly site: Site;
}

/** @throws Refusal */
export function checkSite({ orgs }: World, request: FastifyRequest): CalledSite {
  const { calledHost } = request;
  const [called] = orgs.orgs.flatMap((org) => {
    const site = calledSite(calledHost, org);
    return site ? [{ org, site }] : [];
  });
  check(request, 'headless.not-a-site', called, { host: calledHost.origin });
  identify(request, { org: called.org });
  const { name, settings } = called.org;
  const allowed = isAllowed('headless', settings);
  check(request, 'headless.flow-disabled', allowed, { org: name, allowed });
  return called;
}
