/** One port for http and https (design 5.5): the first byte of a connection tells which it is. */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Of a TLS record that begins a handshake. */
const HANDSHAKE = 0x16;
/** Milliseconds that a client may take to its first byte. */
const PATIENCE = 30_000;

/** Finishes the handshake that a client has begun. Rejects where that fails; the connection is gone then. */
export type Secure = (socket: Socket) => Promise<Socket>;

/** Takes a connection that comes another way, and must begin a handshake. */
export type Enter = (tunnel: Socket) => void;

/**
 * @param failed is told of handshakes that came to nothing
 * @param entered is told of connections that came another way, before anything is read of them
 */
export function openDoor(
  app: FastifyInstance,
  secure: Secure,
  failed: (error: Error, isTunnel: boolean) => void,
  entered: (socket: Socket) => void,
): Enter {
  const [readHttp] = app.server.listeners('connection');
  if (readHttp === undefined) throw new TypeError('the HTTP server does not listen to connections');
  /** Those of which nothing is known yet: Node's HTTP knows the others. */
  const waiting = new Set<Socket>();
  const serve = (socket: Socket) => void readHttp.call(app.server, socket);
  const enter = (socket: Socket, speaksHttp: boolean) => {
    waiting.add(socket);
    socket.once('close', () => waiting.delete(socket));
    socket.setTimeout(PATIENCE).on('timeout', end).on('error', end);
    socket.once('readable', () => {
      // All of it, so that it comes again in one piece: what is said of broken requests looks at the first.
      const first: Buffer | null = socket.read();
      if (first === null) return void socket.destroy();
      socket.unshift(first);
      socket.setTimeout(0).off('timeout', end);
      if (first[0] !== HANDSHAKE) {
        waiting.delete(socket);
        socket.off('error', end);
        return speaksHttp ? serve(socket) : void socket.destroy();
      }
      secure(socket)
        .then(
          (secured) => {
            if (!speaksHttp) entered(secured);
            serve(secured);
          },
          (error: Error) => {
            socket.destroy();
            failed(error, !speaksHttp);
          },
        )
        .finally(() => waiting.delete(socket));
    });
  };
  app.server.off('connection', readHttp as () => void).on('connection', (socket) => enter(socket, true));
  app.addHook('preClose', async () => {
    for (const socket of waiting) socket.destroy();
  });
  return (tunnel) => enter(tunnel, false);
}

function end(this: Socket): void {
  this.destroy();
}
