/** A network between a store and its database: it may lead elsewhere, be cut, or swallow what is sent. */
import { connect, createServer, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  /** Cuts every connection, and leads new ones to another port. */
  leadTo(port: number): void;
  /** From now on nothing arrives, and nobody is told. */
  hold(): void;
  /** From now on everything arrives, what was held first. */
  release(): void;
  close(): void;
}

/** @param target the port of a server on this machine */
export async function startRelay(target: number): Promise<Relay> {
  let port = target;
  let isHeld = false;
  const sockets = new Set<Socket>();
  const cutAll = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('data', (bytes) => to.write(bytes));
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      if (isHeld) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    leadTo(next) {
      port = next;
      cutAll();
    },
    hold() {
      isHeld = true;
      for (const socket of sockets) socket.pause();
    },
    release() {
      isHeld = false;
      for (const socket of sockets) socket.resume();
    },
    close() {
      cutAll();
      server.close();
    },
  };
}
