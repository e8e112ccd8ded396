/** Sends the bytes that a client would, by http, by https or through the proxy, whichever that client uses. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { connect as secure } from 'node:tls';
import type { Fauxforce } from '../../../src/testing/index.ts';

export interface Replied {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** @returns what the body says, whose values are all text */
export function json(replied: Replied): Record<string, string> {
  if (replied.status !== 200) throw new Error(`${replied.status} ${replied.body}`);
  return JSON.parse(replied.body);
}

/**
 * @param at `http://localhost`, `https://localhost`, or a host of Salesforce's, which is reached through the proxy
 * @param head request line and header lines as the client writes them, without Host, Content-Length and Connection
 */
export async function replay(
  sf: Fauxforce,
  at: string,
  head: readonly string[],
  body = '',
): Promise<Replied> {
  const { protocol, hostname } = new URL(at);
  const port = Number(new URL(sf.url).port);
  const isLocal = hostname === 'localhost';
  const plain = connect(port, '127.0.0.1');
  if (!isLocal) await through(plain, hostname);
  const ca = protocol === 'https:' ? readFileSync((await sf.certificates()).ca) : '';
  const socket = protocol === 'https:' ? secure({ socket: plain, servername: hostname, ca }) : plain;
  const [line = '', ...headers] = head;
  const request = [
    `${line} HTTP/1.1`,
    `Host: ${isLocal ? `${hostname}:${port}` : hostname}`,
    ...headers,
    ...(line.startsWith('GET ') ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    'Connection: close',
    '',
    body,
  ];
  socket.write(request.join('\r\n'));
  return parse(await allOf(socket));
}

async function through(socket: Socket, host: string): Promise<void> {
  socket.write(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve).once('error', reject);
  });
  if (!/^HTTP\/1\.1 200 /.test(String(answer))) throw new Error(String(answer));
}

async function allOf(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part);
  return Buffer.concat(parts).toString();
}

function parse(text: string): Replied {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Headers();
  for (const line of lines)
    headers.append(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1));
  return { status: Number(first.split(' ')[1]), headers, body: text.slice(end + 4) };
}
