/** Many requests in one TCP segment: all of them are under way before any is answered. */
import type { Fauxforce } from '../../src/testing/index.ts';
import { exchange } from '../server/exchange.ts';

export interface Sent {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answers, in the order of the requests. */
export async function pipeline(sf: Fauxforce, requests: readonly Sent[]): Promise<string[]> {
  const segment = requests.map((sent, i) => bytesOf(sent, i === requests.length - 1)).join('');
  return (await exchange(sf.url, segment)).split(/(?=HTTP\/1\.1 \d{3} )/);
}

function bytesOf({ path, form, headers = {} }: Sent, isLast: boolean): string {
  const body = new URLSearchParams(form).toString();
  const lines = Object.entries({
    host: 'localhost',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length),
    connection: isLast ? 'close' : 'keep-alive',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

export const isToken = (answer: string): boolean => answer.includes('"access_token"');
