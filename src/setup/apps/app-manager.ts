/** App Manager: the Connected Apps that this org defines. */
import type { App } from '../../org/model.ts';
import { isPlatformCli } from '../../org/platform-cli.ts';
import { writeQuery } from '../../wire/form.ts';
import { button, type Link, link, mark } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import { timeText } from '../frame/words.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { APP_MANAGER, detailOf, developerPage, EDIT, EXTERNAL, policiesOf } from './paths.ts';

const COLUMNS = {
  label: 'App Name',
  name: 'Developer Name',
  description: 'Description',
  modified: 'Last Modified Date',
} as const;

type Column = keyof typeof COLUMNS;

export const appManager: SetupPage = {
  show(visit) {
    const { org, path, query } = visit;
    const own = org.apps.filter((app) => app.kind === 'connectedApp' && !isPlatformCli(app));
    const { column, isDown } = sortAsked(visit);
    const sorted = own.toSorted((one, other) => compared(one, other, column) * (isDown ? -1 : 1));
    const { rows, pager } = paged(sorted, path, query);
    return {
      kind: 'page',
      heading: 'Lightning Experience App Manager',
      blocks: [
        {
          kind: 'table',
          caption: 'Apps',
          buttons: [
            ...(org.settings.canCreateConnectedApps ? [button('New Connected App', EDIT)] : []),
            button('New External Client App', `${EXTERNAL}/new`),
          ],
          columns: [
            ...headersOf({ column, isDown }),
            'App Type',
            'Visible in Lightning Experience',
            'Action',
          ],
          rows: rows.map(rowOf),
          empty: 'No apps.',
          ...(pager && { pager }),
        },
      ],
    };
  },
};

interface Sorting {
  readonly column: Column;
  readonly isDown: boolean;
}

function sortAsked({ query }: Visit): Sorting {
  const column = query.get('sort') ?? '';
  return { column: isColumn(column) ? column : 'label', isDown: query.get('order') === 'down' };
}

function isColumn(word: string): word is Column {
  return Object.hasOwn(COLUMNS, word);
}

function headersOf(sorting: Sorting): Link[] {
  return (Object.keys(COLUMNS) as Column[]).map((column) => {
    const isNow = column === sorting.column;
    const order = isNow && !sorting.isDown ? 'down' : undefined;
    const sign = sorting.isDown ? ' ↓' : ' ↑';
    return link(
      COLUMNS[column] + (isNow ? sign : ''),
      `${APP_MANAGER}?${writeQuery({ sort: column, order })}`,
    );
  });
}

function compared(one: App, other: App, column: Column): number {
  if (column === 'modified') return (one.createdAt ?? 0) - (other.createdAt ?? 0);
  return (one[column] ?? '').localeCompare(other[column] ?? '', 'en');
}

function rowOf(app: App) {
  const about = app.label;
  return [
    app.label,
    app.name,
    app.description ?? '',
    timeText(app.createdAt),
    'Connected',
    mark(true),
    [
      link('View', detailOf(app), { about }),
      link('Edit', developerPage(EDIT, app), { about }),
      link('Manage', policiesOf(app), { about }),
    ],
  ];
}
