/** What the proxy says where it does not do as it is asked: one sentence, and the same in the journal. */
import { STATUS_CODES } from '../../ground/node-http.ts';
import { Refusal } from '../../refusals/catalogue.ts';
import type { World } from '../../world/world.ts';
import { remember } from '../answer-broken-request.ts';
import type { Target } from './targets.ts';

export interface Problem {
  readonly status: 400 | 403 | 407 | 502 | 503 | 504;
  readonly reason: string;
}

export const WANTS_TOKEN: Problem = {
  status: 407,
  reason:
    'other machines use this proxy with the lab token as their password: http://fauxforce:<lab token>@host:port',
};

export function notSalesforces({ host }: Target): Problem {
  return {
    status: 403,
    reason: `${host} is no host of Salesforce's: only its names end here, keep other hosts out by NO_PROXY, or have them tunnelled with --proxy-others tunnel`,
  };
}

/** Writes an answer in the place of HTTP's own server, and a refusal into the journal. */
export function answerOf({ status, reason }: Problem): string {
  const body = `${reason}\n`;
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headersOf({ status, reason })).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}

export function headersOf({ status, reason }: Problem): Readonly<Record<string, string>> {
  return {
    ...(status === 407 ? { 'Proxy-Authenticate': 'Basic realm="fauxforce"' } : {}),
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(reason) + 1),
    Connection: 'close',
  };
}

/** What became of a host of others is told by a name of its own: the client may have done everything right. */
export function tell(world: World, method: string, path: string, { status, reason }: Problem): void {
  const name = status === 502 || status === 504 ? 'proxy.unreachable' : 'proxy.refused';
  remember(world.journal, method, path, new Refusal(name, { reason }), status, 'proxy');
}
