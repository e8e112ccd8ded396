/** What whoever works on a batch knows of it. A run is a generator: between its slices others are served. */
import { dataOf, type Session } from '../data/data.ts';
import type { Org, User } from '../org/model.ts';
import type { Hold, StoredJob } from '../store/port.ts';
import type { World } from '../world/world.ts';
import type { JobFacts } from './facts.ts';

export interface Run {
  readonly world: World;
  readonly org: Org;
  /** Whose rights the job has. */
  readonly user: User;
  readonly job: StoredJob;
  readonly facts: JobFacts;
  readonly batchId: string;
  /** Extends the time in which nobody else works on the batch. */
  hold(): Hold;
}

/** Ends with its last slice. What it throws ends the batch. */
export type Slices = AsyncGenerator<void, void>;

/** Why a batch cannot be done; the message is what its job says of it. */
export class JobFailure extends Error {}

/** Somebody else works on the batch, or its job was aborted or deleted. */
export class JobStopped extends Error {}

/** What the user sees at this moment. No URL of a host is in what jobs read and write. */
export function sessionOf({ world, org, user }: Run): Promise<Session> {
  return dataOf(world).session({ org, user, host: { kind: 'local', origin: '', myDomain: undefined } });
}
