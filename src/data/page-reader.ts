/** How one caller reads the pages of a query, whatever protocol they call by. */
import type { Session } from './data.ts';
import type { PageReader } from './soql/pages.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FEWEST = 200;
const MOST = 2_000;

/** @param asked rows of a page, which is a hint: there are 200 at least and 2000 at most */
export function pageReaderOf(
  { world, org, user, now }: Session,
  apiVersion: number,
  asked: number,
): PageReader {
  return {
    cursors: world.store.queryCursors,
    entropy: world.entropy,
    orgId: org.id,
    userId: user.id,
    at: now,
    lifetime: apiVersion < 58 ? 15 * MINUTE : 2 * DAY,
    batchSize: Math.min(Math.max(asked, FEWEST), MOST),
  };
}
