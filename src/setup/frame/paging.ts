/** Long lists, page by page. */
import { type FormParameters, writeQuery } from '../../wire/form.ts';
import type { Pager } from './blocks.ts';

const ROWS = 50;

/** The rows of the page that the query asks for, and the way to its neighbours. */
export function paged<Item>(
  items: readonly Item[],
  path: string,
  query: FormParameters,
): { readonly rows: readonly Item[]; readonly pager?: Pager } {
  if (items.length <= ROWS) return { rows: items };
  const pages = Math.ceil(items.length / ROWS);
  const asked = Number(query.get('page') ?? 1);
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1;
  const start = (page - 1) * ROWS;
  const to = (other: number) =>
    `${path}?${writeQuery({ ...Object.fromEntries(query), page: String(other) })}`;
  const rows = items.slice(start, start + ROWS);
  return {
    rows,
    pager: {
      first: start + 1,
      last: start + rows.length,
      all: items.length,
      previous: page > 1 ? to(page - 1) : undefined,
      next: page < pages ? to(page + 1) : undefined,
    },
  };
}
