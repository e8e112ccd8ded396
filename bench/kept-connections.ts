/**
 * Connections that are kept from turn to turn. autocannon opens its own each time, and 64 handshakes are a twentieth of a second's work of
 * the server: what https costs on a kept connection would drown in them.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/** A form, posted over and over. */
export interface Posted {
  readonly url: string;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';

export class KeptConnections {
  readonly #sockets: readonly Socket[];
  readonly #request: Buffer;

  private constructor(sockets: readonly Socket[], request: Buffer) {
    this.#sockets = sockets;
    this.#request = request;
  }

  static async open({ url, body }: Posted, count: number): Promise<KeptConnections> {
    const { host, port, pathname, protocol } = new URL(url);
    const where = { host: '127.0.0.1', port: Number(port) };
    const sockets = Array.from({ length: count }, () =>
      protocol === 'https:' ? connectSecurely({ ...where, rejectUnauthorized: false }) : connect(where),
    );
    const event = protocol === 'https:' ? 'secureConnect' : 'connect';
    await Promise.all(sockets.map((socket) => once(socket.setNoDelay(true), event)));
    const head = [
      `POST ${pathname} HTTP/1.1`,
      `Host: ${host}`,
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    return new KeptConnections(sockets, Buffer.from(head.join('\r\n') + HEAD_END + body));
  }

  /** @returns how many requests were answered, each sent when the one before it on its connection had been. @throws for an answer but 200 */
  async ask(seconds: number): Promise<number> {
    const until = performance.now() + seconds * 1000;
    const counts = await Promise.all(this.#sockets.map((socket) => this.#repeat(socket, until)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #repeat(socket: Socket, until: number): Promise<number> {
    return new Promise((resolve, reject) => {
      let answered = 0;
      let text = '';
      const stop = (error?: Error) => {
        socket.off('data', read).off('error', stop);
        if (error) reject(error);
        else resolve(answered);
      };
      const read = (piece: Buffer) => {
        text += piece.toString('latin1');
        const end = endOfAnswer(text);
        if (end === undefined || text.length < end) return;
        if (!text.startsWith('HTTP/1.1 200 ')) return stop(new Error(text));
        text = '';
        answered += 1;
        if (performance.now() < until) socket.write(this.#request);
        else stop();
      };
      socket.on('data', read).on('error', stop);
      socket.write(this.#request);
    });
  }
}

/** Undefined until its head is whole. */
function endOfAnswer(text: string): number | undefined {
  const head = text.indexOf(HEAD_END);
  if (head < 0) return undefined;
  const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
  return head + HEAD_END.length + Number(length);
}
