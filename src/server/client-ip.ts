/** Lets a test choose the address that a request comes from: `start --allow-client-ip-header`. */
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../refusals/check.ts';

export const CLIENT_IP_HEADER = 'x-fauxforce-client-ip';

/** Runs after the trace is open, and before the caller's address is used. */
export function readClientIpHeader(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const value = request.headers[CLIENT_IP_HEADER];
    if (value === undefined) return;
    if (typeof value !== 'string' || isIP(value) === 0) {
      refuse(request, 'request.malformed', {
        reason: `${CLIENT_IP_HEADER} must be one IPv4 or IPv6 address`,
      });
    }
    Object.defineProperty(request, 'ip', { value });
  });
}
