/** Long lists, a page at a time: where one begins, and the links to those beside it. */
import { CONSOLE_PATH } from '../wire/paths.ts';
import type { Block } from './blocks.ts';
import { queryOf } from './lab.ts';
import type { Visit } from './visit.ts';

/** Of one page. */
export const PAGE = 50;

/** Index of the first that is shown; 0 for anything but a number. */
export function fromOf(query: Visit['query'], name: string): number {
  return Math.max(0, Math.trunc(Number(query.get(name))) || 0);
}

/**
 * @param path below `/_fauxforce/console`
 * @param count of all
 * @param name of the parameter that says where a page begins
 * @param filter the other parameters
 */
export function paging(
  path: string,
  from: number,
  count: number,
  name = 'from',
  filter: Readonly<Record<string, string | undefined>> = {},
): Block {
  const link = (label: string, at: number) => ({
    name: label,
    href: `${CONSOLE_PATH}${path}${queryOf({ ...filter, [name]: String(at) })}`,
  });
  return {
    kind: 'links',
    links: [
      ...(from > 0 ? [link('Back', Math.max(0, from - PAGE))] : []),
      ...(from + PAGE < count ? [link('Further', from + PAGE)] : []),
    ],
  };
}
