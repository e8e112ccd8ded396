/** The way to hosts that are not Salesforce's: directly or by the proxy of the caller, no more than so many at once, and none left behind. */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { portsOf } from '../listen.ts';
import { type CallerProxy, callerProxyFor } from './caller-proxy.ts';
import { dial, dialThrough, Unreachable } from './dial.ts';
import type { Target } from './targets.ts';

/** Connections at once. */
const MOST = 256;
/** Milliseconds without a byte either way, after which a connection ends. */
const LONGEST_IDLE = 10 * 60 * 1000;

interface Connection {
  destroy(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

export class Others {
  readonly #app: FastifyInstance;
  readonly #open = new Set<Connection>();

  constructor(app: FastifyInstance) {
    this.#app = app;
    app.addHook('preClose', async () => {
      for (const one of this.#open) one.destroy();
    });
  }

  /** Whether there is room for a client's connection that leads elsewhere; it then ends when the server closes. */
  take(client: Connection): boolean {
    if (this.#open.size >= MOST) return false;
    this.#open.add(client);
    client.once('close', () => this.#open.delete(client));
    return true;
  }

  /** @throws Unreachable */
  async connect(target: Target): Promise<Socket> {
    const proxy = this.proxyFor(target, 'https');
    const socket = await (proxy ? dialThrough(proxy, target, this.ownPorts) : dial(target, this.ownPorts));
    return socket.setTimeout(LONGEST_IDLE, () => socket.destroy());
  }

  /** @throws Unreachable where it cannot be one */
  proxyFor(target: Target, scheme: 'http' | 'https'): CallerProxy | undefined {
    try {
      return callerProxyFor(target, scheme, process.env);
    } catch (error) {
      throw new Unreachable(502, (error as Error).message);
    }
  }

  readonly ownPorts = (): readonly number[] => portsOf(this.#app);
}
