/** The table of calls of the API. The method that writes belongs inside a transaction. */
import type { ApiCalls, ApiUsage, CountedCalls } from '../api-usage.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class ApiUsageTable implements Synchronous<ApiUsage> {
  readonly kinds: Kinds<ApiUsage> = { of: 'read' };
  readonly #add;
  readonly #of;

  constructor(db: Statements) {
    this.#add = db.prepare<[Record<string, string | number>], CountedCalls>(
      `insert into api_usage (org_id, since, calls) values (:orgId, :at, :calls)
       on conflict (org_id) do update set
         calls = case when :at - since < :period then api_usage.calls + :calls else :calls end,
         since = case when :at - since < :period then since else :at end
       returning calls, since`,
    );
    this.#of = db.prepare<[string], CountedCalls>('select calls, since from api_usage where org_id = ?');
  }

  add({ orgId, calls, at }: ApiCalls, period: number): CountedCalls {
    return this.#add.get({ orgId, calls, at, period }) as CountedCalls;
  }

  of(orgId: string): CountedCalls | undefined {
    return this.#of.get(orgId);
  }
}
