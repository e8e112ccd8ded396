/**
 * Where Setup is: a few routes for whole folders of Salesforce's paths, as each page with a route of its own would slow every start.
 * What answers them is loaded with the first page.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SETUP_RECORD } from '../journal/endpoints.ts';
import type { World } from '../world/world.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether a path of the route is known only once a page has been looked for. */
    isSetup?: true;
  }
}

const RECORD = `:record(${SETUP_RECORD})`;

const FOLDERS = [
  '/lightning/*',
  '/setup/*',
  '/ui/*',
  '/app/mgmt/*',
  '/identity/app/*',
  '/domainname/*',
  '/_ui/*',
  '/secur/orgloginsettingedit.jsp',
  `/${RECORD}`,
  `/${RECORD}/*`,
] as const;

export function setupEndpoints(app: FastifyInstance, world: World): void {
  let loading:
    | Promise<{ answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> }>
    | undefined;
  const load = async () => {
    const { Setup } = await import('./answer.ts');
    return new Setup(world);
  };
  for (const url of FOLDERS) {
    app.route({
      method: ['GET', 'POST'],
      // It takes four times longer to add than all else of this.
      exposeHeadRoute: false,
      url,
      config: { isSetup: true },
      handler: async (request, reply) => {
        loading ??= load();
        return (await loading).answer(request, reply);
      },
    });
  }
}
