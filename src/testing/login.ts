/** Logs a user in to an app, as a person does with a browser. */

import { didYouMean } from '../ground/nearest.ts';
import { codeAsked } from '../lab/walks/code-asked.ts';
import type { App, User } from '../org/model.ts';
import { entryPath } from '../wire/paths.ts';
import type { World } from '../world/world.ts';
import { Browser } from './browser.ts';
import { listing } from './listing.ts';

/** Who logs in where. */
export type LoginOptions = Visit & (ToApp | ByUrl);

interface Visit {
  /** The user, their username or the part of it before `@`. */
  readonly user: User | string;
  /** The user's own when left out. */
  readonly password?: string;
  readonly press?: 'Allow' | 'Deny';
}

/** Every other member is a parameter of the authorize request. */
interface ToApp {
  /** The app, or its name. */
  readonly app: App | string;
  readonly url?: undefined;
  readonly [parameter: string]: App | User | string | undefined;
}

interface ByUrl {
  /** The authorize URL to which the app under test sends its users, with all of its parameters. */
  readonly url: string;
  readonly app?: undefined;
}

/** Looks up apps and users by name. */
export interface Records {
  /** By name. */
  readonly apps: Readonly<Record<string, App>>;
  /** By the part of the username before `@`. */
  readonly users: Readonly<Record<string, User>>;
}

/** @throws RangeError when there is no such app */
export function appOf({ apps }: Records, app: App | string): App {
  return typeof app === 'string' ? named('app', app, apps) : app;
}

/** @throws RangeError when there is no such user */
export function userOf({ users }: Records, user: User | string): User {
  if (typeof user !== 'string') return user;
  const whole = Object.values(users).find(({ username }) => username === user);
  return whole ?? named('user', user, users);
}

function named<Item>(kind: string, name: string, items: Readonly<Record<string, Item>>): Item {
  const item = Object.hasOwn(items, name) ? items[name] : undefined;
  if (item) return item;
  const names = Object.keys(items);
  throw new RangeError(
    `no ${kind} is called '${name}'${didYouMean(name, names) || `: there are ${names.join(', ')}`}`,
  );
}

/**
 * A callback on a Salesforce host (`https://login.salesforce.com/services/oauth2/success`) is answered at the same path here, and
 * counts as the app's: with `followRealCallbacks` the server leads the browser to the real one.
 *
 * @param url where the server is
 * @returns the parameters that the callback received
 * @throws Error when the walk ends on a page instead; its message explains the refusal
 */
export async function login(
  url: string,
  world: World,
  records: Records,
  { user: whichUser, password, press, ...where }: LoginOptions,
): Promise<Readonly<Record<string, string>>> {
  const start = where.url === undefined ? authorizeUrl(url, records, where) : urlHere(where.url, url);
  const user = userOf(records, whichUser);
  const browser = new Browser();
  const walk = await browser.visit(start, {
    username: user.username,
    password: password ?? user.password,
    code: () => codeAsked(world, user),
    ...(press && { press }),
  });
  if (walk.callback) return walk.callback;
  const ended = `the log-in of ${user.username} ended on ${walk.url} (${walk.status}): ${walk.page || walk.text}`;
  throw new Error([ended, ...refusalIn(world, browser.journalIds, url)].join('\n\n'));
}

function authorizeUrl(origin: string, records: Records, { app: whichApp, ...parameters }: ToApp): string {
  const app = appOf(records, whichApp);
  const asked = {
    response_type: 'code',
    client_id: app.consumerKey,
    redirect_uri: app.callbackUrls[0] ?? '',
    ...Object.fromEntries(
      Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  };
  return `${origin}/services/oauth2/authorize?${new URLSearchParams(asked)}`;
}

/** @throws RangeError when the app sends its users elsewhere, such as to the real Salesforce */
function urlHere(url: string, origin: string): string {
  const { protocol, hostname, port } = URL.parse(url) ?? {};
  const here = new URL(origin);
  if (protocol === 'http:' && port === here.port && ['localhost', '127.0.0.1'].includes(hostname ?? ''))
    return url;
  throw new RangeError(`'${url}' does not lead to ${origin}: configure the app with this as its log-in URL`);
}

/** What the journal says about the last refused request of these. */
function refusalIn({ journal }: World, ids: readonly string[], url: string): string[] {
  const entries = ids.flatMap((id) => journal.entry(id) ?? []);
  const last = entries.findLast(({ refusal }) => refusal);
  return last ? [listing(entries.slice(0, entries.indexOf(last) + 1), (id) => url + entryPath(id))] : [];
}
