/** Requests that the inspector sends to the Salesforce plane of its own server, as a client would. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendToSelf } from '../lab/plane/own-request.ts';
import type { World } from '../world/world.ts';
import type { Hop, HopAnswer } from './visit.ts';

export function hopper(
  app: FastifyInstance,
  world: World,
  { host, ip }: FastifyRequest,
): (hop: Hop) => Promise<HopAnswer> {
  return async ({ method, path, form, bearer }) => {
    const { answer, entry } = await sendToSelf(app, world, {
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
    return { status: answer.statusCode, body: answer.payload, entry };
  };
}
