/** Puts refusals of the authorize pipeline on their surfaces, and answers on the callback. Source: authorize.md 1, 2. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callbackHere, findCallback, withQuery } from '../../org/callback.ts';
import { localOrigin } from '../../org/hosts.ts';
import { Refusal } from '../../refusals/catalogue.ts';
import { writeQuery } from '../../wire/form.ts';
import { ERROR_PAGE } from '../../wire/paths.ts';
import { redirectByLocation, redirectByScript } from '../../wire/redirect.ts';
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

/**
 * Runs a handler and answers what it refuses: B on the callback with `state` last, C on the error page. All else
 * is left to the server.
 */
export async function answerRefusals(
  request: FastifyRequest,
  reply: FastifyReply,
  world: World,
  progress: Progress,
  handle: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await handle();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { surface } = error.facts;
    if (surface === 'error-page') return sendToErrorPage(request, reply, error);
    const { redirect_uri, client_id, state } = progress.asked;
    const app = world.orgs.app(client_id ?? '');
    // Looked up again, so that nothing that went wrong on the way can make an open redirect of it.
    if (surface !== 'callback' || !app || !redirect_uri || !findCallback(app, redirect_uri)) throw error;
    const query = writeQuery({ error: error.facts.error, error_description: error.description, state });
    return sendToCallback(reply, withQuery(redirect_uri, query), progress);
  }
}

/**
 * Leads the browser to the app, or from localhost to the path here that a callback on a Salesforce host has there.
 *
 * @param url the redirect_uri with the answer on it
 */
export function sendToCallback(reply: FastifyReply, url: string, progress: Progress): FastifyReply {
  const target = keptHere(reply.request, url, progress) ?? url;
  return progress.byScript ? redirectByScript(reply, target) : redirectByLocation(reply, target);
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

/** 302 to the error page of the called host. `state` is not echoed. */
export function sendToErrorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply {
  const query = writeQuery({ error: refusal.facts.error, error_description: refusal.description });
  return redirectByLocation(reply, `${request.calledHost.origin}${ERROR_PAGE}?${query}`);
}
