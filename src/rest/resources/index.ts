/** The resources: one line for each. */
import type { Resource } from '../call.ts';
import { describeBasic, describeFull, describeGlobal } from './describe.ts';
import { externalId } from './external-id.ts';
import { limits } from './limits.ts';
import { usageApps, usageTokens, usageUsers } from './oauth-usage.ts';
import { query, queryAll, queryMore, toolingQuery } from './query.ts';
import { recent } from './recent.ts';
import { recordCount } from './record-count.ts';
import { newRowById, row } from './rows.ts';
import { parameterizedSearch, search } from './search.ts';
import { version } from './version.ts';

export const RESOURCES: readonly Resource[] = [
  version,
  limits,
  recordCount,
  recent,
  query,
  queryAll,
  queryMore,
  toolingQuery,
  search,
  parameterizedSearch,
  describeGlobal,
  describeBasic,
  describeFull,
  row,
  newRowById,
  externalId,
  usageApps,
  usageUsers,
  usageTokens,
];
