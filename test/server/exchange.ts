/** Speaks to a port in bytes, for what no HTTP client would send. */
import { once } from 'node:events';
import { connect } from 'node:net';

/** Everything the server sends until it closes the connection. */
export function exchange(url: string, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  return converse(url, pieces, false);
}

/** The same, but our end of the connection is closed after the last piece. */
export function exchangeAndEnd(url: string, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  return converse(url, pieces, true);
}

async function converse(url: string, pieces: readonly (string | Buffer)[], end: boolean): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname });
  const received: Buffer[] = [];
  socket.on('data', (data) => received.push(data));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  for (const piece of pieces) socket.write(piece);
  if (end) socket.end();
  await closed;
  return Buffer.concat(received).toString('utf8');
}

/** The status codes of all answers in a stream of them. */
export function statuses(stream: string): number[] {
  return Array.from(stream.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
}
