import type { FastifyRequest } from 'fastify';
import { readGuestHeaders } from '../headless/guest.ts';
import type { TokenRequest } from './grant.ts';

/** What grants and client authentication see of a request: nothing of Fastify. */
export function readTokenRequest(request: FastifyRequest): TokenRequest {
  const { parameters, calledHost, headers, ip, trace } = request;
  const guest = readGuestHeaders(request);
  return { parameters, authorization: headers.authorization, guest, calledHost, ip, trace };
}
