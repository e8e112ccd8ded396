/** Log Out, and "Not you?" of the Allow Access page, which comes back to it by way of the log-in page (authorize.md 3). */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { logInPath } from './log-in.ts';
import { ownPage } from './own-origin.ts';
import { redirectByLocation } from './redirect.ts';
import { endSession, liveSession } from './sessions.ts';

export const LOG_OUT_PATH = '/secur/logout.jsp';

export function logOutPage(app: FastifyInstance, world: World): void {
  app.get(LOG_OUT_PATH, async (request, reply) => {
    const session = await liveSession(world, request);
    request.trace.org = session?.org.id;
    request.trace.username = session?.user.username;
    await endSession(world, request, reply);
    const startURL = ownPage(request.parameters.get('startURL'));
    return redirectByLocation(
      reply,
      request.calledHost.origin + (startURL === undefined ? '/' : logInPath(startURL)),
    );
  });
}
