/** Answers the app on its callback, and the browser on the error page. Source: authorize.md 1, 2. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { appInForce } from '../../org/app-in-force.ts';
import { callbackHere, findCallback, withQuery } from '../../org/callback.ts';
import { localOrigin } from '../../org/hosts.ts';
import type { Refusal } from '../../refusals/catalogue.ts';
import { writeQuery } from '../../wire/form.ts';
import { ERROR_PAGE } from '../../wire/paths.ts';
import { redirectByLocation, redirectByScript } from '../../wire/redirect.ts';
import { timeOfApp } from '../../world/time-of-app.ts';
import type { World } from '../../world/world.ts';
import type { Asked } from './request.ts';

/** What an answer needs to know of the request, as far as it is known. */
export interface Progress {
  asked: Asked;
  /** True once the user has logged in or pressed a button since the request: Salesforce then redirects by script. */
  byScript: boolean;
  /** Whether callbacks on Salesforce's hosts are followed from localhost: codes then leave for the real Salesforce. */
  readonly followRealCallbacks: boolean;
}

/** Surface B: the app is told on its callback, with `state` last. */
export function refuseOnCallback(
  world: World,
  reply: FastifyReply,
  refusal: Refusal,
  progress: Progress,
): FastifyReply {
  const { redirect_uri, client_id, state } = progress.asked;
  const app = appInForce(world.orgs.app(client_id ?? ''), timeOfApp(world, client_id));
  // Looked up again, so that nothing that went wrong on the way can make an open redirect of it.
  if (!app || !redirect_uri || !findCallback(app, redirect_uri))
    throw new Error(`${refusal.refusal} was refused before the callback was known to be the app's`);
  const query = writeQuery({ error: refusal.facts.error, error_description: refusal.description, state });
  return sendToCallback(reply, withQuery(redirect_uri, query), progress);
}

/**
 * Leads the browser to the app, or from localhost to the path here that a callback on a Salesforce host has there.
 *
 * @param url the redirect_uri with the answer on it
 */
export function sendToCallback(reply: FastifyReply, url: string, progress: Progress): FastifyReply {
  const target = keptHere(reply.request, url, progress) ?? url;
  if (!progress.byScript) return redirectByLocation(reply, target);
  reply.request.trace.ledTo = target;
  return redirectByScript(reply, target);
}

function keptHere(
  { calledHost, trace }: FastifyRequest,
  url: string,
  { asked, followRealCallbacks }: Progress,
): string | undefined {
  const origin = followRealCallbacks ? undefined : localOrigin(calledHost);
  const here = origin === undefined ? undefined : callbackHere(url, origin);
  if (origin === undefined || here === undefined) return undefined;
  const { redirect_uri: registeredCallback = '' } = asked;
  trace.notes = { registeredCallback, ledTo: callbackHere(registeredCallback, origin) ?? origin };
  return here;
}

/** Surface C: 302 to the error page of the called host. `state` is not echoed. */
export function sendToErrorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply {
  const query = writeQuery({ error: refusal.facts.error, error_description: refusal.description });
  return redirectByLocation(reply, `${request.calledHost.origin}${ERROR_PAGE}?${query}`);
}
