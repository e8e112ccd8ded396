/** What a lab route says about itself, beside its handler. `GET /_fauxforce/openapi.json` is made from it. */

import type { JsonSchema } from './json-schema.ts';
import type { QueryParameter } from './query-parameters.ts';

export interface Operation {
  /** `operationId`: unique; generated clients use it as a name. */
  readonly id: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What the summary does not say. */
  readonly description?: string;
  /** The parameters of the path, with their descriptions. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: readonly QueryParameter[];
  /** Called only when the document is made, as the answer's schema is, so that a start does not pay for it. */
  readonly body?: { readonly schema: () => JsonSchema; readonly isOptional?: true };
  readonly answer: Answer;
  /** When the route answers 404; undefined: never. */
  readonly notFound?: string;
  /** The body of a 503, while the store cannot be used; undefined: a problem. */
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
