/**
 * Keeps a process on this machine: a connection to anywhere but loopback is refused before its name is looked up. The
 * tests import it, and the Salesforce CLI is started with it (`NODE_OPTIONS=--import`), because a JWT log-in that is
 * refused goes on to the real login.salesforce.com (wire facts, clients.md 2.2).
 */
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

/** Clients send even their calls to localhost through a proxy (clients.md 2.1): none may be beyond this machine. */
for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']) {
  const { hostname } = URL.parse(process.env[name] ?? '') ?? {};
  if (hostname === undefined || !LOOPBACK.has(hostname)) delete process.env[name];
}

const connect = Socket.prototype.connect;

Socket.prototype.connect = function (this: Socket, ...given: unknown[]): Socket {
  const host = hostOf(given);
  if (host === undefined || LOOPBACK.has(host)) return Reflect.apply(connect, this, given);
  const log = process.env.LOOPBACK_ONLY_LOG;
  if (log) appendFileSync(log, `${host}\n`);
  // Later, when whoever connects has begun to listen for errors.
  setImmediate(() => this.destroy(new Error(`${host} is not on this machine`)));
  return this;
} as typeof connect;

/** Where a socket is to connect; undefined for a pipe, and for a port alone, which is on localhost. */
function hostOf(given: readonly unknown[]): string | undefined {
  // net.connect hands its arguments over as one array.
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof first === 'object' && first !== null) {
    const { path, host } = first as { path?: string | null; host?: string | null };
    return path ? undefined : (host ?? undefined);
  }
  return typeof second === 'string' ? second : undefined;
}
