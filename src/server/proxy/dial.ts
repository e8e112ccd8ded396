/** Connections to hosts that are not Salesforce's: bounded, and never to what nobody else may be led to. */
import type { IncomingMessage } from 'node:http';
import { BlockList, connect, isIP, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect as connectSecurely } from 'node:tls';
import { request } from '../../ground/node-http.ts';
import { authorizationOf, type CallerProxy, targetOf } from './caller-proxy.ts';
import { authorityOf, type Target } from './targets.ts';

/** Milliseconds that a connection may take. */
const PATIENCE = 10_000;

/** Why a host was not reached. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly status: 403 | 502 | 504;

  constructor(status: 403 | 502 | 504, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** Link-local addresses, and those where clouds tell a machine its secrets. */
const NEVER_IPV4 = ['169.254.0.0/16', '100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32'];

/** A list looks for IPv4 in ::ffff:0:0/96 by itself; what leads there too is IPv4-compatible, or NAT64 of the well-known prefix. */
const IPV4_WITHIN = ['::', '64:ff9b::'];

/** Where a network keeps IPv4 within the local prefix of NAT64 (64:ff9b:1::/48) is its own affair, so all of that is here. */
const NEVER = [
  ...NEVER_IPV4,
  ...IPV4_WITHIN.flatMap((prefix) =>
    NEVER_IPV4.map((range) => {
      const [address, bits] = range.split('/');
      return `${prefix}${address}/${96 + Number(bits)}`;
    }),
  ),
  'fe80::/10',
  '64:ff9b:1::/48',
  'fd00:ec2::/32',
  'fd00:42::42/128',
  'fd20:ce::254/128',
];

/** What the listening server has taken, where a connection would come back to it. */
export type OwnPorts = () => readonly number[];

/** @throws Unreachable */
export function dial(target: Target, own: OwnPorts): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = open(target, own, reject);
    socket.once('connect', () => {
      socket.setTimeout(0).removeAllListeners('error').removeAllListeners('timeout');
      resolve(socket);
    });
  });
}

/**
 * A tunnel through the proxy of the caller. That one finds the address of a name: only an address can be looked at here.
 *
 * @throws Unreachable
 */
export function dialThrough({ url, variable }: CallerProxy, target: Target, own: OwnPorts): Promise<Socket> {
  const authority = authorityOf(target);
  return new Promise((resolve, reject) => {
    const { host } = target;
    if (isIP(host) !== 0 && blocked(target, own).check(host, family(host))) return reject(closed(target));
    const authorization = authorizationOf(url);
    request({
      method: 'CONNECT',
      path: authority,
      setHost: false,
      headers: { host: authority, ...(authorization && { 'proxy-authorization': authorization }) },
      createConnection: () => openProxy(url, own, reject),
    })
      .on('error', (error) => reject(unreachable(target, error)))
      .on('response', (answer) => reject(declined(answer, target, variable)))
      .on('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
        if (answer.statusCode !== 200) {
          socket.destroy();
          return reject(declined(answer, target, variable));
        }
        socket.setTimeout(0).removeAllListeners('timeout');
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      })
      .end();
  });
}

/** To the proxy of the caller, which may want TLS itself. @param failed is told, once or more often, why there is none */
export function openProxy(url: URL, own: OwnPorts, failed: (error: Unreachable) => void): Socket {
  const plain = open(targetOf(url), own, failed);
  return url.protocol === 'https:' ? connectSecurely({ socket: plain, servername: url.hostname }) : plain;
}

/** Begins a connection. @param failed is told, once or more often, why there is none */
export function open(target: Target, own: OwnPorts, failed: (error: Unreachable) => void): Socket {
  const socket = connect({
    host: target.host,
    port: target.port,
    allowHalfOpen: true,
    noDelay: true,
    blockList: blocked(target, own),
  });
  const end = (error: Unreachable) => {
    socket.destroy();
    failed(error);
  };
  return socket
    .setTimeout(PATIENCE, () => end(new Unreachable(504, `${authorityOf(target)} did not answer`)))
    .on('error', (error) => end(unreachable(target, error)));
}

/** Looked at when the address is known, so that no name leads there. */
function blocked({ port }: Target, own: OwnPorts): BlockList {
  const list = new BlockList();
  for (const range of NEVER) addRange(list, range);
  if (own().includes(port)) for (const range of ownRanges()) addRange(list, range);
  return list;
}

function ownRanges(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.map(({ address }) => address),
  );
  return [
    '127.0.0.0/8',
    '0.0.0.0/32',
    '::/128',
    '::1/128',
    ...addresses.map((one) => `${one}/${isIP(one) === 4 ? 32 : 128}`),
  ];
}

function addRange(list: BlockList, range: string): void {
  const [address = '', bits] = range.split('/');
  list.addSubnet(address, Number(bits), family(address));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function unreachable(target: Target, error: Error): Unreachable {
  if (error instanceof Unreachable) return error;
  const codes = [error, ...((error as AggregateError).errors ?? [])].map(
    ({ code }: NodeJS.ErrnoException) => code,
  );
  if (codes.includes('ERR_IP_BLOCKED')) return closed(target);
  return new Unreachable(
    502,
    `${authorityOf(target)} cannot be reached (${codes.find(Boolean) ?? error.message})`,
  );
}

function closed(target: Target): Unreachable {
  return new Unreachable(
    403,
    `${authorityOf(target)} leads to this server itself, or to an address of the machine's own network link: nobody is led there`,
  );
}

function declined({ statusCode = 0 }: IncomingMessage, target: Target, variable: string): Unreachable {
  return new Unreachable(
    502,
    `${authorityOf(target)} cannot be reached: the proxy that ${variable} names answered ${statusCode}`,
  );
}
