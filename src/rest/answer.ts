/** What a resource answers, apart from how it is sent. */
import type { Readable } from 'node:stream';

export interface RestAnswer {
  readonly status: number;
  /** Written as JSON; undefined: no body. */
  readonly body: unknown;
  /** In the place of a body: text of another type. */
  readonly text?: { readonly type: string; readonly content: string | Readable };
  readonly headers?: Readonly<Record<string, string>>;
  /** As recorded of changes and deletions of collections (rest-data.md 1). */
  readonly isWithoutVary?: true;
}

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): RestAnswer {
  return { status: 200, body, headers };
}

export const NO_CONTENT: RestAnswer = { status: 204, body: undefined };
