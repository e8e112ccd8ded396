/** Where the server can be reached. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Arrivals } from './arrivals.ts';

const IPV4 = '127.0.0.1';
const IPV6 = '::1';

/** How often another port is tried, when the system chose one on one address and it is taken on the other. */
const ATTEMPTS = 10;

/** Further servers that hand their connections to one. */
const furtherDoors = new WeakMap<FastifyInstance, Server[]>();

/** The ports of another process, which hands its connections to one. */
const doorsElsewhere = new WeakMap<FastifyInstance, readonly number[]>();

/** @param host undefined means both loopback addresses, since clients resolve `localhost` to either */
export async function listen(app: FastifyInstance, port: number, host: string | undefined): Promise<string> {
  if (host !== undefined && host !== 'localhost') await app.listen({ port, host });
  else await app.listen({ port: await openOnIPv6(furtherDoor(app), port), host: IPV4 });
  return urlOf(host, portOf(app.server));
}

/**
 * Opens a second port to the same server, before it listens on the first: what comes meanwhile waits.
 *
 * @returns the port
 * @throws the system's error; nothing of it is left open
 */
export async function listenBeside(
  app: FastifyInstance,
  port: number,
  host: string | undefined,
): Promise<number> {
  return openDoors(() => furtherDoor(app), port, host);
}

/** Takes a connection that another process serves or has accepted, and that may have come as early as `since`, in milliseconds of real time. */
export type Doorway = (socket: Socket, since: number) => void;

/** A port whose connections another process serves. */
export interface Doors {
  /** `http://localhost:7332` */
  readonly url: string;
  readonly port: number;
  close(): void;
}

/**
 * Opens a port for other processes. Nothing is read of its connections here.
 *
 * @param take is given each connection
 * @throws the system's error; nothing is left open
 */
export async function openForOthers(take: Doorway, port: number, host: string | undefined): Promise<Doors> {
  const arrivals = new Arrivals();
  const doors: Server[] = [];
  const close = () => {
    for (const door of doors) door.close();
  };
  const newDoor = () => {
    const door = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => {
      arrivals.accept(socket);
      take(socket, arrivals.since(socket));
    });
    doors.push(door);
    return door;
  };
  try {
    const opened = await openDoors(newDoor, port, host);
    return { url: urlOf(host, opened), port: opened, close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * Has an app serve connections that another process accepts.
 *
 * @param ports of that process
 */
export async function serveForOthers(app: FastifyInstance, ports: readonly number[]): Promise<Doorway> {
  await app.ready();
  doorsElsewhere.set(app, ports);
  // A server that listens to nothing itself does what it does when it begins to listen: Node looks after slow connections from then on.
  app.server.emit('listening');
  return (socket, since) => {
    socket.allowHalfOpen = true;
    app.server.emit('connection', socket, since);
  };
}

/** @returns the port, of both loopback addresses if there is no host */
async function openDoors(newDoor: () => Server, port: number, host: string | undefined): Promise<number> {
  const door = newDoor();
  if (host !== undefined && host !== 'localhost') {
    await open(door, port, host);
    return portOf(door);
  }
  const left = await openOnIPv6(newDoor(), port);
  await open(door, left, IPV4);
  return portOf(door);
}

/** A server that hands its connections to that of the app. Those that come before it listens wait, and it closes with it. */
function furtherDoor(app: FastifyInstance): Server {
  const early: Socket[] = [];
  const enter = (socket: Socket) => app.server.emit('connection', socket);
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    if (app.server.listening) enter(socket);
    else early.push(socket);
  });
  furtherDoors.set(app, [...(furtherDoors.get(app) ?? []), door]);
  app.addHook('onListen', async () => {
    for (const socket of early.splice(0)) enter(socket);
  });
  app.addHook('preClose', async () => {
    door.close();
    for (const socket of early.splice(0)) socket.destroy();
  });
  return door;
}

/** @throws the system's error if a server could not listen there; nothing is left open */
export async function wantFreePort(port: number, host: string | undefined): Promise<void> {
  if (port === 0) return;
  const hosts = host === undefined || host === 'localhost' ? [IPV4] : [host];
  for (const address of hosts) {
    const probe = createServer();
    await open(probe, port, address);
    probe.close();
    await once(probe, 'close');
  }
}

export function isLoopback(host: string | undefined): boolean {
  return host === undefined || host === 'localhost' || host === IPV6 || /^127\./.test(host);
}

/**
 * Opens a second door to the same server, where the machine has IPv6.
 *
 * @returns the port that is left for IPv4: with port 0, one that is free on both
 */
async function openOnIPv6(door: Server, port: number): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      await open(door, port, IPV6);
      await wantFreePort(portOf(door), IPV4);
      return portOf(door);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL') return port;
      if (code !== 'EADDRINUSE' || port !== 0 || attempt === ATTEMPTS) throw error;
      door.close();
    }
  }
}

async function open(server: Server, port: number, host: string): Promise<void> {
  server.listen({ port, host });
  await once(server, 'listening');
}

/** Those that lead to this server. */
export function portsOf(app: FastifyInstance): readonly number[] {
  const own = [app.server, ...(furtherDoors.get(app) ?? [])].filter(({ listening }) => listening);
  return [...own.map(portOf), ...(doorsElsewhere.get(app) ?? [])];
}

function portOf(server: { address(): unknown }): number {
  return (server.address() as { port: number }).port;
}

function urlOf(host: string | undefined, port: number): string {
  return `http://${host === undefined ? 'localhost' : reachableName(host)}:${port}`;
}

/** The host to show for a server that listens on every address. */
function reachableName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
