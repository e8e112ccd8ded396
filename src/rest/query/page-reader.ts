/** How a call of the REST API reads the pages of a query. */
import type { PageReader } from '../../data/soql/pages.ts';
import type { RestCall } from '../call.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FEWEST = 200;
const MOST = 2_000;

export function pageReader(call: RestCall): PageReader & { readonly apiVersion: number } {
  const { access, headers, root, world } = call;
  const { org, user } = access;
  const apiVersion = Number.parseFloat(root.slice(root.lastIndexOf('v') + 1));
  return {
    apiVersion,
    cursors: world.store.queryCursors,
    entropy: world.entropy,
    orgId: org.id,
    userId: user.id,
    at: world.clock.of(org.id).now(),
    lifetime: apiVersion < 58 ? 15 * MINUTE : 2 * DAY,
    batchSize: batchSizeOf(headers['sforce-query-options']),
  };
}

/** `batchSize=500`, from 200 to 2000; what is not understood is ignored, as Salesforce takes it for a hint. */
function batchSizeOf(header: string | string[] | undefined): number {
  const [, size] = /\bbatchSize\s{0,9}=\s{0,9}(\d{1,9})\b/i.exec(String(header ?? '')) ?? [];
  return size === undefined ? MOST : Math.min(Math.max(Number(size), FEWEST), MOST);
}
