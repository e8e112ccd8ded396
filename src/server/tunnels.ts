/** The port as a forward proxy (design 5.5): tunnels to Salesforce's hosts end here, and nothing is ever connected elsewhere. */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusals/catalogue.ts';
import { readBasic } from '../wire/authorization.ts';
import { sameText } from '../wire/secrets.ts';
import type { World } from '../world/world.ts';
import { remember } from './answer-broken-request.ts';
import { isBelow, SALESFORCE_SUFFIXES } from './tls/names.ts';

export interface TunnelOptions {
  readonly labToken?: string;
  /** Whether other machines can reach the server: they must give the lab token as a password. */
  readonly exposed?: boolean;
}

const AUTHORITY = /^([a-z0-9.-]{1,255}):(\d{1,5})$/i;

/** @param enter takes a connection whose client begins a handshake next */
export function openTunnels(
  app: FastifyInstance,
  { journal }: World,
  enter: (socket: Socket) => void,
  options: TunnelOptions,
): void {
  app.server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // The socket is ours from here. A client that has gone raises an error on it, which must find a listener.
    socket.on('error', () => socket.destroy());
    const problem = problemOf(request, options);
    if (problem === undefined) {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) socket.unshift(head);
      return enter(socket);
    }
    const [status, reason] = problem;
    remember(journal, 'CONNECT', request.url ?? '', new Refusal('request.malformed', { reason }), status);
    socket.write(answer(status, reason));
    socket.destroySoon();
  });
}

type Problem = readonly [status: 400 | 403 | 407, reason: string];

function problemOf(
  { url = '', headers, socket }: IncomingMessage,
  { exposed, labToken }: TunnelOptions,
): Problem | undefined {
  if ('encrypted' in socket) return [400, 'it asks for a tunnel within a tunnel'];
  if (exposed && !isPassword(headers['proxy-authorization'], labToken)) return [407, WANTS_TOKEN];
  const [, host = '', port = ''] = AUTHORITY.exec(url) ?? [];
  if (host === '') return [400, 'CONNECT names a host and a port: login.salesforce.com:443'];
  // With a dot at its end, a name is the same.
  if (!isBelow(host.toLowerCase().replace(/\.$/, ''), SALESFORCE_SUFFIXES))
    return [403, `${host} is no host of Salesforce's: ${ELSEWHERE}`];
  return port === '443' ? undefined : [403, `port ${port} of ${host}: only 443 ends here`];
}

const WANTS_TOKEN =
  'other machines use this proxy with the lab token as their password: http://fauxforce:<lab token>@host:port';
const ELSEWHERE = 'only its names end here, keep other hosts out by NO_PROXY';

function isPassword(header: string | undefined, labToken: string | undefined): boolean {
  const given = readBasic(header)?.secret;
  return labToken !== undefined && given !== undefined && sameText(given, labToken);
}

function answer(status: Problem[0], reason: string): string {
  const body = `${reason}\n`;
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...(status === 407 ? ['Proxy-Authenticate: Basic realm="fauxforce"'] : []),
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
