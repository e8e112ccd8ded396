/** IP ranges, version 4 and 6, both ends included (model.md 4.2). `BlockList` knows IPv4 addresses in the form of version 6. */
import { BlockList, isIPv6 } from 'node:net';
import type { IpRange } from './model.ts';

/** What is no address is in no range. */
export function isInRanges(address: string, ranges: readonly IpRange[]): boolean {
  return compiled(ranges).check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

const lists = new WeakMap<readonly IpRange[], BlockList>();

/** Records are replaced, never changed: a list of ranges is compiled once. */
function compiled(ranges: readonly IpRange[]): BlockList {
  const known = lists.get(ranges);
  if (known) return known;
  const list = new BlockList();
  for (const { start, end } of ranges) list.addRange(start, end, familyOf(start));
  lists.set(ranges, list);
  return list;
}
