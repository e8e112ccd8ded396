/**
 * Log-out by SAML, which an app or the identity provider that an org trusts asks for (setup-pages.md A.5, identity-and-resources.md 6): how
 * its message comes, and how the answer goes.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bring, type Delivery } from '../idp/deliver.ts';
import type { Binding } from '../idp/incoming.ts';
import { type LogOutAsked, logOutPathOf } from '../idp/log-out.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import type { World } from '../world/world.ts';

export const SUCCESS = ['Success'];
export const UNKNOWN = ['Requester', 'UnknownPrincipal'];

/** What differs by who asks. */
interface Asker {
  readonly path: string;
  /** @returns undefined for an answer to a log-out: there is nothing left to do @throws Refusal */
  readonly read: (
    world: World,
    request: FastifyRequest,
    binding: Binding,
  ) => Promise<LogOutAsked | undefined>;
  /** Goes on with a request that was read, and comes back sealed. @throws Refusal */
  readonly goOn: (
    world: World,
    request: FastifyRequest,
    reply: FastifyReply,
    source: string,
  ) => Promise<FastifyReply>;
}

/** The session of the browser comes with the next request: a form of another site carries no cookie of ours. */
export function samlLogOutPage(app: FastifyInstance, world: World, { path, read, goOn }: Asker): void {
  app.route({
    method: ['GET', 'POST'],
    url: path,
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const { calledHost, method, parameters } = request;
      const source = parameters.get('source');
      if (source !== undefined) return await goOn(world, request, reply, source);
      const asked = await read(world, request, method === 'POST' ? 'post' : 'redirect');
      await request.trace.passed('idp-request');
      const next = asked ? logOutPathOf(world, path, asked) : '/';
      return redirectByLocation(reply, calledHost.origin + next);
    },
  });
}

/** @param answer undefined for who hears none: then the log-in page comes */
export function answerAsker(
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  answer: Delivery | undefined,
): FastifyReply {
  return answer ? bring(reply, answer) : redirectByLocation(reply, `${calledHost.origin}/`);
}
