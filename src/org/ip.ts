/** IP ranges, version 4 and 6, both ends included (model.md 4.2). */
import { BlockList, isIP } from 'node:net';
import type { IpRange } from './model.ts';

export function isInRanges(address: string, ranges: readonly IpRange[]): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  for (const { start, end } of ranges) {
    if ((isIP(start) === 6) === (family === 'ipv6')) list.addRange(start, end, family);
  }
  return isIP(plain) !== 0 && list.check(plain, family);
}
