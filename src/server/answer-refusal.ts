/** Writes a refusal on its surface: in the dialect of the endpoint family it came from (identity-and-resources.md 0.1), or as a page shows itself. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendToErrorPage } from '../oauth/authorize/answer.ts';
import { showIdpError } from '../pages/idp-log-in.ts';
import { showLogIn } from '../pages/log-in.ts';
import type { Refusal } from '../refusals/catalogue.ts';
import { sendBulkError } from '../rest/async/error.ts';
import { restError } from '../rest/error-json.ts';
import { sendFault } from '../soap/fault.ts';
import { writeBody } from '../wire/form.ts';
import { writeAnswer } from '../wire/formats.ts';
import { HTML_TYPE, JSON_TYPE, removeVary } from '../wire/headers.ts';
import { sendJson } from '../wire/json.ts';
import { escapeXml } from '../wire/xml.ts';

/** Taken off again before the answer leaves: Fastify would put a type of its own in the place of none. */
export const WITHOUT_TYPE = 'none/none';

export function answerRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply | Promise<FastifyReply> {
  const { surface, status, error, errorUri } = refusal.facts;
  const show = request.ownSurfaces?.[surface];
  if (show) return show(refusal);
  const error_description = refusal.description;
  reply.code(status);
  switch (surface) {
    case 'token': {
      const answer = writeAnswer(
        { ...(errorUri && { error_uri: request.calledHost.origin + errorUri }), error, error_description },
        request,
      );
      return reply.type(answer.contentType).send(answer.body);
    }
    case 'soap-fault':
      return sendFault(request, reply, refusal);
    case 'bulk-error':
      return sendBulkError(request, reply, refusal);
    case 'rest-array':
      if (status === 404) removeVary(reply);
      return sendJson(reply, restError(refusal, request.trace.path));
    case 'bare-word':
      return reply.type('text/plain;charset=UTF-8').send(error);
    case 'introspection':
      return reply.type(JSON_TYPE).send(error);
    case 'form-body':
    case 'raw-body':
      return sendWithoutType(reply, writeBody({ error, error_description }));
    // Of a headless log-in: the page takes over, and says nothing (authorize.md 8).
    case 'login-page':
      return showLogIn(undefined, request, reply, '', undefined);
    case 'html':
      return reply.type(HTML_TYPE).send(refusalPage(refusal));
    case 'error-page':
      return sendToErrorPage(request, reply, refusal);
    case 'idp-page':
    // Armed where a log-in began with a link: there is no request that a response could answer.
    case 'idp-response':
      return showIdpError(reply, refusal);
    case 'callback':
    case 'connect-page':
      throw new Error(`${refusal.refusal} belongs to a page and was refused outside it`);
  }
}

/** authorize.md 1, surface A: a body without Content-Type, which browsers download as a file called `authorize`. */
function sendWithoutType(reply: FastifyReply, body: string): FastifyReply {
  return reply.header('content-type', WITHOUT_TYPE).send(body);
}

/** The short page of surface `html`. */
export function refusalPage(refusal: Refusal): string {
  const title = escapeXml(refusal.facts.error);
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${escapeXml(refusal.description)}</p></body></html>`;
}
