/** What `start` says on a terminal: who and what is served, where the rest is, and a first command that works. */
import colors from 'picocolors';
import { printable } from '../../journal/request-line.ts';
import { flowsOf, whoCanUse } from '../../oauth/app-flows.ts';
import type { Org } from '../../org/model.ts';
import { authorizeUrl, curlForCredentials, curlForPassword } from '../curl-lines.ts';
import { flowsInWords, orgLines, table } from '../org-facts.ts';

interface Served {
  readonly url: string;
  readonly baseUrl: string | undefined;
  /** Where the inspector is; with a lab token, a link that opens it once. Undefined: nowhere. */
  readonly inspector: string | undefined;
  readonly store: string;
  /** Whether the lab wants a token. */
  readonly labToken: boolean;
  readonly orgs: readonly Org[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** How many of a kind are listed; `orgs` and `apps` list all. */
const MOST = { orgs: 2, users: 8, apps: 16 };

export function servedText(served: Served): string {
  const { orgs, url, baseUrl, inspector, store, labToken, now } = served;
  const shown = orgs.slice(0, MOST.orgs);
  return [
    ...shown.flatMap((org) => ['', ...orgLines({ org }), ...usersOf(org), ...appsOf(org, now)]),
    ...rest(orgs, MOST.orgs, 'orgs'),
    '',
    ...table([
      ['store', store === ':memory:' ? 'memory: all is gone when this ends' : store],
      ...(baseUrl === undefined ? [] : [['URLs in answers', baseUrl]]),
      ['lab', `${url}/_fauxforce${labToken ? ', with the lab token' : ''}`],
      ...(inspector === undefined ? [] : [['inspector', inspector]]),
      ['more', 'fauxforce orgs, fauxforce apps, fauxforce env <client>, fauxforce journal --follow'],
    ]).map((line) => line.slice(2)),
    ...firstTry(served),
    '',
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function usersOf({ users }: Org): string[] {
  if (users.length === 0) return ['  no users'];
  const rows = users
    .slice(0, MOST.users)
    .map(({ username, password, securityToken, profile }) => [username, password, securityToken, profile]);
  return [
    ...headed(['user', 'password', 'security token', 'profile'], rows),
    ...rest(users, MOST.users, 'users').map((line) => `  ${line}`),
  ];
}

function appsOf(org: Org, now: number): string[] {
  const rows = org.apps
    .slice(0, MOST.apps)
    .map((app) => [app.name, app.consumerKey, flowsInWords({ flows: flowsOf(app, org, now) })]);
  return [
    '',
    ...headed(['app', 'consumer key', 'for'], rows),
    ...rest(org.apps, MOST.apps, 'apps').map((line) => `  ${line}`),
  ];
}

function headed(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const [first = '', ...others] = table([head, ...rows]);
  return [colors.dim(first), ...others];
}

function rest(all: readonly unknown[], most: number, what: 'orgs' | 'users' | 'apps'): string[] {
  const command = what === 'apps' ? 'apps' : 'orgs';
  const more = all.length - most;
  if (more <= 0) return [];
  return [`and ${more} more ${more === 1 ? what.slice(0, -1) : what}: fauxforce ${command} lists them`];
}

/** A command that works, for the first org that has one; none where nobody can log in. */
function firstTry({ orgs, url, now }: Served): string[] {
  for (const org of orgs.slice(0, MOST.orgs)) {
    const machine = whoCanUse('client credentials', org, now);
    if (machine) return tryLines('', curlForCredentials(url, machine));
    const person = whoCanUse('username-password', org, now);
    if (person) return tryLines('', curlForPassword(url, person));
    const visitor = whoCanUse('web server', org, now);
    if (visitor) {
      const who = `in a browser, as ${printable(visitor.user.username)} with ${printable(visitor.user.password)}`;
      return tryLines(who, authorizeUrl(url, visitor, visitor.app.callbackUrls[0] ?? ''));
    }
  }
  return [];
}

function tryLines(how: string, command: string): string[] {
  return ['', colors.dim(`try it${how && `, ${how}`}:`), printable(command)];
}
