/** The request to the token endpoint, as grants and client authentication see it. */
import type { FastifyRequest } from 'fastify';
import type { TokenRequest } from './grant.ts';
import { readGuestHeaders } from './guest.ts';

/** Every parameter may be read: a grant is handed this as a request for those that it declares. */
export type ReadRequest = TokenRequest<string>;

/** Without anything of Fastify. */
export function readTokenRequest(request: FastifyRequest): ReadRequest {
  const { parameters, calledHost, headers, ip, trace } = request;
  const guest = readGuestHeaders(request);
  return { parameters, authorization: headers.authorization, guest, calledHost, ip, trace };
}
