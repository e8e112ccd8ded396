/** A request as its client sent it and the answer as it got it, secrets included: shown when somebody asks for it. */
import { STATUS_CODES } from '../../ground/node-http.ts';

/** The answer of `GET /_fauxforce/journal/{id}/sent`. */
export interface Sent {
  readonly request: SentMessage & { readonly method: string; readonly url: string };
  readonly answer: SentMessage & { readonly status: number };
}

interface SentMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export function sentRequestText({ request }: Sent): string {
  return message(`${request.method} ${request.url} HTTP/1.1`, request);
}

export function sentAnswerText({ answer }: Sent): string {
  return message(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trimEnd(), answer);
}

function message(first: string, { headers, body }: SentMessage): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, '', body].join('\n').trimEnd();
}
