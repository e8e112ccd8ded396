/** The port as a forward proxy (design 5.5): Salesforce's hosts end here, others are refused, or connected to where that is asked for. */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { readBasic } from '../../wire/authorization.ts';
import { sameText } from '../../wire/secrets.ts';
import type { World } from '../../world/world.ts';
import type { Enter } from '../door.ts';
import { forwardRequests } from './forward.ts';
import { Others } from './others.ts';
import { openTunnels } from './tunnels.ts';

interface ProxyOptions {
  /** Takes a connection whose client begins a handshake next. */
  readonly enter: Enter;
  /** The connections that came so, once they are secured. */
  readonly tunnelled: WeakSet<Socket>;
  readonly labToken?: string;
  /** Whether other machines can reach the server: they must give the lab token as a password. */
  readonly exposed?: boolean;
  /** What becomes of hosts that are not Salesforce's: refused when left out. */
  readonly proxyOthers?: 'refuse' | 'tunnel';
  /** Whose origin is answered as this server's own. */
  readonly baseUrl?: string;
}

export function openProxy(app: FastifyInstance, world: World, options: ProxyOptions): void {
  const { enter, tunnelled, exposed = false, labToken, proxyOthers, baseUrl } = options;
  const others = proxyOthers === 'tunnel' ? new Others(app) : undefined;
  const isAllowed = (header: string | undefined) => !exposed || isPassword(header, labToken);
  openTunnels(app, world, { enter, others, isAllowed });
  app.addHook('onRequest', (request, _reply, done) => {
    if (tunnelled.has(request.raw.socket)) request.trace.via = 'proxy';
    done();
  });
  forwardRequests(app, world, { others, isAllowed, baseUrl });
}

function isPassword(header: string | undefined, labToken: string | undefined): boolean {
  const given = readBasic(header)?.secret;
  return labToken !== undefined && given !== undefined && sameText(given, labToken);
}
