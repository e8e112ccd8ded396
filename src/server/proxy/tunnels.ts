/** `CONNECT`: a tunnel to a Salesforce host ends here, one to another host goes on where others are tunnelled. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../world/world.ts';
import type { Enter } from '../door.ts';
import { Unreachable } from './dial.ts';
import type { Others } from './others.ts';
import { answerOf, notSalesforces, type Problem, tell, WANTS_TOKEN } from './refuse.ts';
import { isSalesforces, readTarget, type Target } from './targets.ts';

interface Tunnels {
  readonly enter: Enter;
  readonly others: Others | undefined;
  readonly isAllowed: (password: string | undefined) => boolean;
}

const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n';

export function openTunnels(app: FastifyInstance, world: World, tunnels: Tunnels): void {
  app.server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // The socket is ours from here. A client that has gone raises an error on it, which must find a listener.
    socket.on('error', () => socket.destroy());
    const refuse = (problem: Problem) => {
      tell(world, 'CONNECT', request.url ?? '', problem);
      socket.write(answerOf(problem));
      socket.destroySoon();
    };
    const target = wanted(request, tunnels);
    if ('reason' in target) return refuse(target);
    if (head.length > 0) socket.unshift(head);
    if (!isSalesforces(target)) return tunnelTo(target, socket, tunnels.others as Others, refuse);
    socket.write(ESTABLISHED);
    tunnels.enter(socket);
  });
}

function wanted(
  { url = '', headers, socket }: IncomingMessage,
  { others, isAllowed }: Tunnels,
): Target | Problem {
  if ('encrypted' in socket) return { status: 400, reason: 'it asks for a tunnel within a tunnel' };
  if (!isAllowed(headers['proxy-authorization'])) return WANTS_TOKEN;
  const target = readTarget(url);
  if (target === undefined)
    return { status: 400, reason: 'CONNECT names a host and a port: login.salesforce.com:443' };
  if (!isSalesforces(target)) return others ? target : notSalesforces(target);
  if (target.port === 443) return target;
  return { status: 403, reason: `port ${target.port} of ${target.host}: only 443 ends here` };
}

/** When one end has gone, so has the other. */
function tunnelTo(target: Target, client: Socket, others: Others, refuse: (problem: Problem) => void): void {
  if (!others.take(client)) {
    refuse(FULL);
    return;
  }
  others.connect(target).then(
    (server) => {
      if (client.destroyed) return void server.destroy();
      client.write(ESTABLISHED);
      client.once('close', () => server.destroy());
      server.once('close', () => client.destroy()).on('error', () => server.destroy());
      client.pipe(server).pipe(client);
    },
    (error: Error) => {
      if (error instanceof Unreachable) refuse({ status: error.status, reason: error.message });
      else client.destroy();
    },
  );
}

export const FULL: Problem = {
  status: 503,
  reason: 'so many connections to other hosts are open that there is room for none: close some',
};
