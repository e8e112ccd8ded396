/** Users: all of them, or those of a view (setup-pages.md 15). */
import type { User } from '../../org/model.ts';
import { writeQuery } from '../../wire/form.ts';
import { button, link, mark } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import type { SetupPage } from '../visit.ts';
import { fullName, NEW_USER, USERS, userPage } from './paths.ts';

const VIEWS: Readonly<Record<string, { readonly label: string; readonly has: (user: User) => boolean }>> = {
  all: { label: 'All Users', has: () => true },
  active: { label: 'Active Users', has: ({ isActive }) => isActive },
};

export const userList: SetupPage = {
  show({ org, query }) {
    const asked = query.get('view') ?? '';
    const view = (Object.hasOwn(VIEWS, asked) && VIEWS[asked]) || VIEWS.all;
    const users = org.users
      .filter((user) => view?.has(user))
      .toSorted((one, other) => listName(one).localeCompare(listName(other), 'en'));
    const { rows, pager } = paged(users, USERS, query);
    return {
      kind: 'page',
      heading: view?.label ?? '',
      above: 'Users',
      blocks: [
        {
          kind: 'buttons',
          parts: Object.entries(VIEWS).map(([name, { label }]) =>
            link(label, `${USERS}?${writeQuery({ view: name })}`),
          ),
        },
        {
          kind: 'table',
          caption: view?.label ?? '',
          buttons: [button('New User', NEW_USER)],
          columns: ['Action', 'Full Name', 'Alias', 'Username', 'Active', 'Profile'],
          rows: rows.map((user) => [
            link('Edit', userPage(user, '/e'), { about: fullName(user) }),
            link(listName(user), userPage(user)),
            user.alias,
            user.username,
            mark(user.isActive),
            user.profile,
          ]),
          empty: 'No users.',
          ...(pager && { pager }),
        },
      ],
    };
  },
};

/** Family names first, as lists have them. */
function listName({ firstName, lastName }: User): string {
  return firstName === undefined ? lastName : `${lastName}, ${firstName}`;
}
