import type { FastifyRequest } from 'fastify';
import type { TokenRequest } from './grant.ts';

/** What grants and client authentication see of a request: nothing of Fastify. */
export function readTokenRequest(request: FastifyRequest): TokenRequest {
  const { parameters, calledHost, headers, ip, trace } = request;
  const guest = {
    requestType: headers['auth-request-type']?.toString(),
    uvidHint: headers['uvid-hint']?.toString(),
  };
  return { parameters, authorization: headers.authorization, guest, calledHost, ip, trace };
}
