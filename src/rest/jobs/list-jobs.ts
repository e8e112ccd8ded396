/** The jobs of an org, a page at a time, the newest first (rest-data.md 6.1). */
import { factsOf } from '../../bulk/facts.ts';
import { check } from '../../refusals/check.ts';
import type { JobKind, StoredJob } from '../../store/port.ts';
import type { RestCall } from '../call.ts';
import { listedJson } from './job-json.ts';
import { isTheirs } from './job-of-path.ts';

const PAGE = 1_000;
const KINDS: Readonly<Record<string, JobKind>> = { V2Ingest: 'ingest', V2Query: 'query', Classic: 'classic' };

/** @param path behind the version: `jobs/ingest` */
export async function listJobs(call: RestCall, path: string, kinds: readonly JobKind[]): Promise<unknown> {
  const { access, parameters, root, world } = call;
  const type = parameters.get('jobType');
  const wanted = type === undefined ? kinds : kinds.filter((kind) => KINDS[type] === kind);
  const mode = parameters.get('concurrencyMode');
  const isChunked = parameters.get('isPkChunkingEnabled') === 'true';
  const found = await world.store.jobs.list(access.org.id, {
    kinds: isChunked ? [] : wanted,
    before: beforeOf(call, parameters.get('queryLocator')),
    limit: PAGE,
  });
  const last = found.length < PAGE ? undefined : found.at(-1)?.row;
  const isWanted = (job: StoredJob) =>
    isTheirs(call, job) &&
    (mode === undefined || factsOf(job).concurrencyMode.toLowerCase() === mode.toLowerCase());
  return {
    done: last === undefined,
    nextRecordsUrl: last === undefined ? null : `${root}/${path}?queryLocator=${last}`,
    records: found.filter(isWanted).map(listedJson),
  };
}

/** @throws Refusal */
function beforeOf(call: RestCall, locator: string | undefined): number | undefined {
  if (locator === undefined) return undefined;
  check(call, 'bulk.locator', /^\d{1,15}$/.test(locator), { locator });
  return Number(locator);
}
