/** Requests that the inspector sends to the Salesforce plane of its own server, as a client would. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendToSelf } from '../lab/plane/own-request.ts';
import type { Hop, HopAnswer } from './visit.ts';

export function hopper(app: FastifyInstance, { host, ip }: FastifyRequest): (hop: Hop) => Promise<HopAnswer> {
  return async ({ method, path, form, bearer }) => {
    const { statusCode, payload, headers } = await sendToSelf(app, {
      method,
      url: path,
      remoteAddress: ip,
      headers: {
        host,
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    });
    return { status: statusCode, body: payload, journal: headers['x-fauxforce-journal']?.toString() };
  };
}
