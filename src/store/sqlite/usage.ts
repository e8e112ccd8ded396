/** Counts from the tables of approvals and access tokens how often apps were used. */
import { setImmediate } from 'node:timers/promises';
import type { TokenFilter } from '../token-list.ts';
import type { AppUsage, Usage } from '../usage.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import { SLICE, type Slice } from './newest-of.ts';
import type { Statements } from './statements.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';
import { type BoundFilter, bind, MATCHES } from './token-filter.ts';

export class UsageCount implements Synchronous<Usage, 'list'> {
  readonly kinds: Kinds<Usage> = { list: 'read' };
  readonly #ofApprovals;
  readonly #ofTokens;
  readonly #newest;

  constructor(db: Statements) {
    this.#ofApprovals = db.prepare<[BoundFilter & Slice], AppUsage>(
      `select org_id as orgId, user_id as userId, consumer_key as consumerKey, min(created_at) as firstUsedAt,
         max(last_used_at) as lastUsedAt, sum(use_count) as useCount
       from approval where id > :after and id <= :upTo and revoked_at is null and ${MATCHES}
       group by org_id, user_id, consumer_key`,
    );
    this.#ofTokens = db.prepare<[BoundFilter & Slice], AppUsage>(
      `select t.org_id as orgId, t.user_id as userId, t.consumer_key as consumerKey, min(t.created_at) as firstUsedAt,
         max(t.created_at) as lastUsedAt, count(*) as useCount
       from (select * from access_token
             where id > :after and id <= :upTo and approval_id is null and revoked_at is null and ${MATCHES}) t
         ${WITH_WHAT_ENDS}
       where ${ENDED_AT} is null
       group by t.org_id, t.user_id, t.consumer_key`,
    );
    this.#newest = db
      .prepare<[], number>(
        `select max(coalesce((select max(id) from approval), 0), coalesce((select max(id) from access_token), 0))`,
      )
      .pluck();
  }

  list(filter: TokenFilter): Promise<AppUsage[]> {
    return summed(this.#slices(filter));
  }

  /**
   * Sums usage slice by slice, so that token requests are served meanwhile. An approval's row counts its own tokens; access
   * tokens without an approval are counted one by one.
   */
  async *#slices(filter: TokenFilter): AsyncGenerator<readonly AppUsage[]> {
    const bound = bind(filter);
    const newest = this.#newest.get() ?? 0;
    for (let after = 0; after < newest; after += SLICE) {
      const slice = { ...bound, after, upTo: after + SLICE };
      yield [...this.#ofApprovals.all(slice), ...this.#ofTokens.all(slice)];
      await setImmediate();
    }
  }
}

/** Adds up the slices, most recently used first. */
async function summed(slices: AsyncIterable<readonly AppUsage[]>): Promise<AppUsage[]> {
  const sums = new Map<string, AppUsage>();
  for await (const slice of slices) {
    for (const usage of slice) {
      const key = `${usage.orgId} ${usage.userId} ${usage.consumerKey}`;
      const known = sums.get(key);
      sums.set(key, known ? together(known, usage) : usage);
    }
  }
  return [...sums.values()].sort(byLastUse);
}

function together(a: AppUsage, b: AppUsage): AppUsage {
  return {
    ...a,
    firstUsedAt: Math.min(a.firstUsedAt, b.firstUsedAt),
    lastUsedAt: Math.max(a.lastUsedAt, b.lastUsedAt),
    useCount: a.useCount + b.useCount,
  };
}

function byLastUse(a: AppUsage, b: AppUsage): number {
  return b.lastUsedAt - a.lastUsedAt || compare(a.userId, b.userId) || compare(a.consumerKey, b.consumerKey);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
