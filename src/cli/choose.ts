/** Finds apps and users by the names that people give them on the command line. */
import { nearestTo } from '../ground/nearest.ts';
import { UsageError } from './failure.ts';

interface Named {
  readonly name: string;
  readonly consumerKey: string;
}

interface WithUsername {
  readonly username: string;
}

const FEW = 20;

/**
 * @param wanted a name or a consumer key
 * @throws UsageError with the names there are
 */
export function chooseApp<App extends Named>(apps: readonly App[], wanted: string | undefined): App {
  const found = findApp(apps, wanted);
  if (found) return found;
  throw notThere(
    'app',
    wanted,
    apps.map(({ name }) => name),
  );
}

function findApp<App extends Named>(apps: readonly App[], wanted: string | undefined): App | undefined {
  return apps.find(({ name, consumerKey }) => wanted === name || wanted === consumerKey);
}

/**
 * @param wanted a username, or the part of one before `@`
 * @throws UsageError with the usernames there are
 */
export function chooseUser<User extends WithUsername>(
  users: readonly User[],
  wanted: string | undefined,
): User {
  const found = findUser(users, wanted);
  if (found) return found;
  throw notThere(
    'user',
    wanted,
    users.map(({ username }) => username),
  );
}

/** As {@link chooseUser}, but undefined if there is no such user. */
export function findUser<User extends WithUsername>(
  users: readonly User[],
  wanted: string | undefined,
): User | undefined {
  const name = wanted?.toLowerCase();
  const isCalled = (match: (username: string) => boolean) =>
    users.find(({ username }) => match(username.toLowerCase()));
  return isCalled((username) => username === name) ?? isCalled((username) => username.split('@')[0] === name);
}

function notThere(kind: 'app' | 'user', wanted: string | undefined, names: readonly string[]): UsageError {
  const all = [...new Set(names)];
  const nearest = wanted === undefined ? undefined : nearestTo(wanted, all);
  const problem = wanted === undefined ? `--${kind} is missing` : `there is no ${kind} '${wanted}'`;
  const few = all.slice(0, FEW).join(', ');
  const more = all.length > FEW ? ` and ${all.length - FEW} more` : '';
  if (nearest !== undefined) return new UsageError(`${problem}: did you mean '${nearest}'?`);
  return new UsageError(`${problem}: there ${all.length === 0 ? 'is none' : `are ${few}${more}`}`);
}
