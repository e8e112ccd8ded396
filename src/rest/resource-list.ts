/** The resources: one line for each. */
import type { Resource } from './call.ts';
import { batch } from './composite/batch.ts';
import { collection, retrieval, upsertion } from './composite/collections.ts';
import { composite } from './composite/composite.ts';
import { tree } from './composite/tree.ts';
import { ingestData, ingestJob, ingestJobs, ingestResults } from './jobs/ingest.ts';
import { queryJob, queryJobs, queryResults } from './jobs/query.ts';
import { deleted, updated } from './resources/changes.ts';
import { describeBasic, describeFull, describeGlobal } from './resources/describe.ts';
import { externalId } from './resources/external-id.ts';
import { limits } from './resources/limits.ts';
import { usageApps, usageTokens, usageUsers } from './resources/oauth-usage.ts';
import { password } from './resources/password.ts';
import { query, queryAll, queryMore, toolingQuery } from './resources/query.ts';
import { recent } from './resources/recent.ts';
import { recordCount } from './resources/record-count.ts';
import { newRowById, row } from './resources/rows.ts';
import { parameterizedSearch, search } from './resources/search.ts';
import { unsupported } from './resources/unsupported.ts';
import { version } from './resources/version.ts';

/** Those that may stand inside of a batch or a composite request: neither of these does (rest-data.md 5). */
export const PART_RESOURCES: readonly Resource[] = [
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
  updated,
  deleted,
  password,
  row,
  newRowById,
  externalId,
  usageApps,
  usageUsers,
  usageTokens,
  collection,
  retrieval,
  upsertion,
  tree,
  ...unsupported,
];

/** Jobs stand in no other call either. */
const JOBS: readonly Resource[] = [
  ingestJobs,
  ingestJob,
  ingestData,
  ...ingestResults,
  queryJobs,
  queryJob,
  queryResults,
];

export const RESOURCES: readonly Resource[] = [...PART_RESOURCES, batch, composite, ...JOBS];
