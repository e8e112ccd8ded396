/** Armed failures in a snapshot: each as it is armed, with its counts. */
import type { OrgDirectory } from '../../org/directory.ts';
import type { Fields } from '../../seed/records.ts';
import { isRecord } from '../../wire/json.ts';
import type { LabWorld } from '../lab-world.ts';
import { readOrders } from './failure-input.ts';
import type { Effect, Failure } from './failures.ts';

export interface WrittenFailure extends Fields {
  readonly id: string;
  readonly seen: number;
  readonly struck: number;
}

export function writeFailure({ effect, times, delay, ...others }: Failure): WrittenFailure {
  return {
    ...others,
    ...effectFields(effect),
    ...(times === undefined ? {} : { times }),
    ...(delay === 0 ? {} : { delay: `${delay}ms` }),
  };
}

function effectFields(effect: Effect): Fields {
  return 'delayOnly' in effect ? {} : effect;
}

/**
 * @param world where the orgs, apps and users are looked up that conditions name
 * @throws LabProblem
 */
export function readFailure(
  { id, seen, struck, ...said }: WrittenFailure,
  world: Pick<LabWorld, 'orgs' | 'failures'>,
): Failure[] {
  return readOrders(said, world).map((order) => ({ ...order, id, seen, struck }));
}

/** One for an app, a user or an org that is gone strikes no more, and a document with it could not be read. */
export function namesWhatIsThere(orgs: OrgDirectory): (failure: Failure) => boolean {
  return ({ where: { client_id, username, org } }) =>
    (client_id === undefined || orgs.app(client_id) !== undefined) &&
    (username === undefined || orgs.userByUsername(username) !== undefined) &&
    (org === undefined || orgs.org(org) !== undefined);
}

export function isWrittenFailure(value: unknown): value is WrittenFailure {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    /^f[1-9]\d{0,8}$/.test(value.id) &&
    [value.seen, value.struck].every((count) => Number.isInteger(count) && Number(count) >= 0)
  );
}
