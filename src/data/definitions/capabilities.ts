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
