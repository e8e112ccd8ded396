/** IP ranges, version 4 and 6, both ends included (model.md 4.2). `BlockList` knows IPv4 addresses in the form of version 6. */
import { BlockList, isIP } from 'node:net';
import type { IpRange } from './model.ts';

export function isInRanges(address: string, ranges: readonly IpRange[]): boolean {
  if (ranges.length === 0) return false;
  const version = isIP(address);
  return version !== 0 && compiled(ranges).check(address, version === 6 ? 'ipv6' : 'ipv4');
}

const lists = new WeakMap<readonly IpRange[], BlockList>();

/** Records are replaced, never changed: a list of ranges is compiled once. */
function compiled(ranges: readonly IpRange[]): BlockList {
  const known = lists.get(ranges);
  if (known) return known;
  const list = new BlockList();
  for (const { start, end } of ranges) list.addRange(start, end, isIP(start) === 6 ? 'ipv6' : 'ipv4');
  lists.set(ranges, list);
  return list;
}
