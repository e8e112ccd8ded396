/** Finds the app of a seed that suits a client best, and says what the app still lacks. */
import { type AppAndUser, whoCanUse } from '../../../oauth/app-flows.ts';
import type { AppFlow } from '../../../org/flows.ts';
import type { App, Org } from '../../../org/model.ts';
import { isAssignable } from '../../../org/scopes.ts';
import type { Found, Wishes } from './client.ts';

/**
 * @param now milliseconds since the epoch
 * @returns undefined when nobody can use the flow
 */
export function findApp(flow: AppFlow, org: Org, now: number, wishes: Wishes): Found | undefined {
  const { consumerKey } = wishes;
  const isWanted =
    consumerKey === undefined
      ? (app: App) => flow !== 'web server' || isForWeb(app)
      : (app: App) => app.consumerKey === consumerKey;
  // Looks first for an app that lacks nothing, then for any app.
  for (const mayLack of [false, true]) {
    const suits = ({ app }: AppAndUser) => isWanted(app) && (mayLack || lacks(app, org, wishes).length === 0);
    const found = whoCanUse(flow, org, now, suits);
    if (found) {
      const callback = callbackOf(found.app, wishes);
      return { ...found, callback, notes: notesOn(found, flow, org, wishes) };
    }
  }
  return undefined;
}

/** Whether a client on a web server can use the app: it has a secret and a callback by http. */
function isForWeb({ consumerSecret, callbackUrls }: App): boolean {
  return consumerSecret !== '' && callbackUrls.some(isHttp);
}

function isHttp(url: string): boolean {
  return /^https?:/.test(url);
}

function callbackOf({ callbackUrls }: App, { callback }: Wishes): string {
  return callback ?? callbackUrls.find(isHttp) ?? '';
}

function notesOn({ app, user }: AppAndUser, flow: AppFlow, org: Org, wishes: Wishes): string[] {
  return [
    ...(flow === 'web server' ? [`Log in as ${user.username} with password ${user.password}.`] : []),
    ...(flow === 'JWT bearer' && !app.isAdminApproved
      ? [
          `${user.username} must have allowed ${app.name} once: fauxforce token --app ${app.name} --user ${user.username} does.`,
        ]
      : []),
    ...lacks(app, org, wishes),
  ];
}

/** Sentences that say what to change in the seed. */
function lacks(app: App, { settings }: Org, { callback, scopes = [], pkce }: Wishes): string[] {
  const missing = scopes.filter((scope) => !isAssignable(app.scopes, scope));
  return [
    ...(callback === undefined || app.callbackUrls.includes(callback)
      ? []
      : [`Add ${callback} to callbackUrls of ${app.name} in your seed.`]),
    ...(missing.length === 0
      ? []
      : [
          `It asks for ${scopes.join(' ')}: add ${missing.join(', ')} to scopes of ${app.name} in your seed.`,
        ]),
    ...(pkce !== false || !(app.isPkceRequired || settings.isPkceRequired)
      ? []
      : [`It sends no PKCE, which ${app.name} wants: set isPkceRequired: false for it and the org.`]),
  ];
}
