/** Intents of the authorize tests: asking like an app, and walking like its user. */
import { Browser, type Visitor, type Walk } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';

export const AUTHORIZE = '/services/oauth2/authorize';
export const CALLBACK = 'http://localhost:3000/callback';

export const ADA: Visitor = { username: 'ada@acme.example', password: 'correct-horse' };
export const GRACE: Visitor = { username: 'grace@acme.example', password: 'correct-horse' };
export const INTEGRATION: Visitor = { username: 'integration@acme.example', password: 'correct-horse' };
export const LIN: Visitor = { username: 'lin@globex.example', password: 'correct-horse' };

/** A request of the demo's Web_Server; `undefined` leaves a parameter out. */
export function webServer(
  changes: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  return request({
    response_type: 'code',
    client_id: '3MVG9Demo.Web_Server',
    redirect_uri: CALLBACK,
    ...changes,
  });
}

export function externalApp(
  changes: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  return webServer({
    client_id: '3MVG9Demo.Web_Server_PKCE',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    ...changes,
  });
}

function request(parameters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The first hop, without a session and without following its redirect. */
export function ask(sf: Fauxforce, parameters: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${sf.url}${AUTHORIZE}?${new URLSearchParams(parameters)}`, { redirect: 'manual' });
}

/** The first hop as a Salesforce host answers it. */
export function askOn(sf: Fauxforce, host: string, parameters: Readonly<Record<string, string>>) {
  return sf.server.inject({
    url: `${AUTHORIZE}?${new URLSearchParams(parameters)}`,
    headers: { host },
  });
}

export function walk(
  sf: Fauxforce,
  parameters: Readonly<Record<string, string>>,
  visitor: Visitor,
  browser = new Browser(),
): Promise<Walk> {
  return browser.authorize(sf.url, parameters, visitor);
}

/** Where the walk left Salesforce; fails if it stayed. */
export function locationOf(walk: Walk): string {
  if (walk.callback) return walk.location;
  throw new Error(`the walk ended on ${walk.url}: ${walk.page}`);
}

/** The page the walk stayed on; fails if it left. */
export function pageOf(walk: Walk): Exclude<Walk, { location: string }> {
  if (walk.callback) throw new Error(`the walk left for ${walk.location}`);
  return walk;
}

/** Refusal and outcome of the newest journal entry that was refused. */
export function lastRefusal(sf: Fauxforce): string | undefined {
  return sf.journal.entries({ outcome: 'refused', limit: 1 })[0]?.refusal?.name;
}
