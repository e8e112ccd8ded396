/** One call of Bulk API 1 that was let in. */
import type { RestCall } from '../call.ts';

export interface AsyncCall extends RestCall {
  /** Whether the request came as JSON. */
  readonly isJsonSent: boolean;
  /** `58.0` */
  readonly version: string;
}
