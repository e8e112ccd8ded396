/** What a lab route says of itself, beside its handler: `GET /_fauxforce/openapi.json` is made of these. */

import type { QueryParameter } from '../plane/query-parameters.ts';
import type { JsonSchema } from './json-schema.ts';

export interface Operation {
  /** `operationId`: unique; what generated clients call it. */
  readonly id: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What the summary leaves open. */
  readonly description?: string;
  /** The parameters of the path, and what each is. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: readonly QueryParameter[];
  /** Called when the document is made, as the answer's schema is: a start does not pay for it. */
  readonly body?: { readonly schema: () => JsonSchema; readonly isOptional?: true };
  readonly answer: Answer;
  /** When it is 404; left out: never. */
  readonly notFound?: string;
  /** What it answers with 503, while the store cannot be used; left out: a problem. */
  readonly unavailable?: () => JsonSchema;
}

type Answer =
  | { readonly status: 200 | 201; readonly schema: () => JsonSchema; readonly contentType?: string }
  | { readonly status: 204 };

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation;
  }
}
