/** `/sobjects/<object>/updated` and `/deleted`: what happened to an object's rows between two instants (rest-data.md 3.3). */
import { changedRows, checkPeriod, coverage, deletedRows, type Period } from '../../data/changes.ts';
import type { ObjectDefinition } from '../../data/definition.ts';
import { check } from '../../refusals/check.ts';
import type { Resource, RestCall } from '../call.ts';
import { objectOfPath } from '../object-of-path.ts';

export const updated: Resource = { path: '/sobjects/:object/updated', read: readUpdated };
export const deleted: Resource = { path: '/sobjects/:object/deleted', read: readDeleted };

async function readUpdated(call: RestCall): Promise<unknown> {
  const object = replicatedObject(call);
  const period = periodOf(call);
  const { latestDateCovered } = coverage(call.session, period);
  return { ids: await changedRows(call.session, object, period), latestDateCovered };
}

async function readDeleted(call: RestCall): Promise<unknown> {
  const object = replicatedObject(call);
  const period = periodOf(call);
  const deletedRecords = await deletedRows(call.session, object, period);
  return { deletedRecords, ...coverage(call.session, period) };
}

function replicatedObject(call: RestCall): ObjectDefinition {
  const object = objectOfPath(call);
  check(call, 'rest.not-found', object.capabilities.has('replicateable'), { path: call.trace.path });
  return object;
}

/** @throws Refusal */
function periodOf(call: RestCall): Period {
  const period = { start: instantIn(call, 'start'), end: instantIn(call, 'end') };
  checkPeriod(call, call.session, period);
  return period;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[ +-]\d\d:?\d\d)$/;

/** A `+` of an offset that was not escaped has become a blank. @throws Refusal */
function instantIn(call: RestCall, name: 'start' | 'end'): number {
  const written = call.parameters.get(name) ?? '';
  const instant = INSTANT.test(written) ? Date.parse(written.replace(' ', '+')) : Number.NaN;
  const demand = `${name} must be an instant such as 2026-01-31T12:00:00Z`;
  check(call, 'rest.replication-date', !Number.isNaN(instant), { demand });
  return instant;
}
