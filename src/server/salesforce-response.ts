/**
 * Writes the head of an answer as Salesforce writes it. Fastify and Node would write names in small letters, and Date near the
 * end.
 */
import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';
import { httpDate } from '../ground/clock.ts';
import { ServerResponse } from '../ground/node-http.ts';
import { headAsSent } from '../wire/headers.ts';

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

export class SalesforceResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  override writeHead(status: number, reason?: string | Headers, more?: Headers): this {
    const headers = (typeof reason === 'string' ? more : reason) ?? this.#takeHeaders();
    const head = Array.isArray(headers) ? headers : headAsSent(headers, httpDate());
    return typeof reason === 'string' ? super.writeHead(status, reason, head) : super.writeHead(status, head);
  }

  /** Of an answer that is streamed, they were set one by one. */
  #takeHeaders(): OutgoingHttpHeaders {
    const headers = { ...this.getHeaders() };
    for (const name of Object.keys(headers)) this.removeHeader(name);
    return headers;
  }
}
