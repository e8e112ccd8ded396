/** What may be done with whole kinds of objects (rest-data.md 3.1). */
import type { ObjectCapability } from '../definition.ts';

const OF_ACCOUNT: readonly ObjectCapability[] = [
  'createable',
  'deletable',
  'feedEnabled',
  'layoutable',
  'mergeable',
  'mruEnabled',
  'queryable',
  'replicateable',
  'retrieveable',
  'searchable',
  'triggerable',
  'undeletable',
  'updateable',
];

/** As Account. */
export const BUSINESS: ReadonlySet<ObjectCapability> = new Set(OF_ACCOUNT);

/** As Case. */
export const UNMERGEABLE: ReadonlySet<ObjectCapability> = without('mergeable');

/** As a custom object has it that nothing was switched on for (recalled). */
export const CUSTOM: ReadonlySet<ObjectCapability> = without('feedEnabled', 'mergeable');

/** As User. */
export const PEOPLE: ReadonlySet<ObjectCapability> = without('deletable', 'mergeable', 'undeletable');

/** Read, and nothing else. */
export const READ: ReadonlySet<ObjectCapability> = new Set(['queryable', 'replicateable', 'retrieveable']);

/** Made and changed by who administers the org (recalled). */
export const ADMINISTERED: ReadonlySet<ObjectCapability> = new Set([
  ...READ,
  'createable',
  'deletable',
  'updateable',
]);

/** Assigned and taken away, never changed but in its expiration (recalled). */
export const ASSIGNED: ReadonlySet<ObjectCapability> = new Set([
  'createable',
  'deletable',
  'queryable',
  'retrieveable',
  'updateable',
]);

function without(...missing: readonly ObjectCapability[]): ReadonlySet<ObjectCapability> {
  return new Set(OF_ACCOUNT.filter((capability) => !missing.includes(capability)));
}
