/** One call of the REST API that was let in. */

import type { IncomingHttpHeaders } from 'node:http';
import type { Host } from '../org/hosts.ts';
import type { Traced } from '../refusals/check.ts';
import type { Access } from '../tokens/access.ts';
import type { FormParameters } from '../wire/form.ts';
import type { World } from '../world/world.ts';
import type { ApiUsage } from './api-usage.ts';

export interface RestCall extends Traced {
  readonly access: Access;
  readonly host: Host;
  readonly headers: IncomingHttpHeaders;
  readonly parameters: FormParameters;
  /** Named parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  /** `/services/data/v58.0` */
  readonly root: string;
  readonly usage: ApiUsage;
  readonly world: World;
}

/** A resource under `/services/data/vNN.0`, read with GET. */
export interface Resource {
  /** With `:name` for a part that {@link RestCall.path} carries; empty for the version itself. */
  readonly path: string;
  /** @returns what is written as JSON; @throws Refusal */
  readonly read: (call: RestCall) => unknown;
}
