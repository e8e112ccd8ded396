import type { AppUsage } from '../lab-records.ts';

/** What users made of apps in all slices, most recently used first. */
export async function summed(slices: AsyncIterable<readonly AppUsage[]>): Promise<AppUsage[]> {
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
