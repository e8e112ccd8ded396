/** One call of the REST API that was let in, and what a resource is. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { JobRunner } from '../bulk/runner.ts';
import type { Session } from '../data/data.ts';
import type { Host } from '../org/hosts.ts';
import type { Traced } from '../refusals/check.ts';
import type { Access } from '../tokens/access.ts';
import type { FormParameters } from '../wire/form.ts';
import type { World } from '../world/world.ts';
import type { RestAnswer } from './answer.ts';
import type { ApiUsage } from './api-usage.ts';
import type { RecentRecords } from './recent-records.ts';

export interface RestCall extends Traced {
  readonly access: Access;
  readonly host: Host;
  readonly parameters: FormParameters;
  /** Named parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  /** `/services/data/v58.0` */
  readonly root: string;
  readonly usage: ApiUsage;
  readonly recents: RecentRecords;
  readonly world: World;
  /** The data of the caller's org, as the caller sees it. */
  readonly session: Session;
  readonly headers: IncomingHttpHeaders;
  /** The body as text; empty when there is none. */
  readonly body: string;
  /** The body of a resource that {@link MethodResource.takesStream}: nothing of it has been read. */
  readonly stream: Readable;
  /** Works on jobs. */
  readonly jobs: JobRunner;
  /** Answers a call that is inside of another one. */
  readonly answerPart: (within: RestCall, part: RestPart) => Promise<RestAnswer>;
}

/** A call inside of another one. */
export interface RestPart {
  readonly method: string;
  /** Path and query, from `/services/data/` on. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent as JSON; undefined: nothing. */
  readonly body: unknown;
}

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A resource under `/services/data/vNN.0`. */
export type Resource = ReadResource | MethodResource;

/** Read with GET. */
interface ReadResource {
  /** With `:name` for a part that {@link RestCall.path} carries; empty for the version itself. */
  readonly path: string;
  /** @returns what is written as JSON; @throws Refusal */
  readonly read: (call: RestCall) => unknown;
}

/** With other methods too. HEAD is answered as GET is. */
interface MethodResource {
  readonly path: string;
  /** Whether its bodies may be larger than all others, and are not read into memory. */
  readonly takesStream?: true;
  readonly methods: Readonly<
    Partial<Record<RestMethod, (call: RestCall) => Promise<RestAnswer> | RestAnswer>>
  >;
}

/** The handlers of a resource by method. */
export function methodsOf(resource: Resource): MethodResource['methods'] {
  if ('methods' in resource) return resource.methods;
  return { GET: async (call) => ({ status: 200, body: await resource.read(call) }) };
}

/** The number in `/services/data/v58.0`. */
export function versionOf({ root }: Pick<RestCall, 'root'>): number {
  return Number(root.slice(root.lastIndexOf('/v') + 2));
}
