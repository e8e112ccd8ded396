/** A browser made of fetch: follows links, forms and redirects through the pages, and stops at the app's callback. */

import { callbackHere } from '../org/callback.ts';
import { keepCookie } from '../wire/cookies.ts';
import { JOURNAL_HEADER } from '../wire/headers.ts';
import { formAction, inputsOf, scriptedLocation, titleOf } from '../wire/read-page.ts';

const MOST_HOPS = 20;

export interface Visitor {
  readonly username: string;
  readonly password: string;
  /** The code for the page that asks for one; a function is asked when the page is there. */
  readonly code?: string | (() => Promise<string>);
  /** What to press on the Allow Access page; Allow when left out. */
  readonly press?: 'Allow' | 'Deny';
}

/** The page of Salesforce's on which a walk ended. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Where a walk ended: on the app's callback, or on a page of Salesforce's. */
export type Walk =
  | {
      /** The whole URL that the browser was sent to. */
      readonly location: string;
      /** The parameters on it. */
      readonly callback: Readonly<Record<string, string>>;
    }
  | ({ readonly page: string; readonly callback?: undefined } & Page);

/** Keeps cookies, so that a second walk finds the session of the first. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  /** The journal's ids of all its requests, in order, as far as answers name them. */
  readonly journalIds: string[] = [];

  /**
   * Authorizes an app: follows the hops, logs in and presses a button wherever a page asks for it.
   *
   * @param origin of the server: `http://localhost:7332`
   * @param parameters of the authorize request
   */
  async authorize(
    origin: string,
    parameters: Readonly<Record<string, string>>,
    visitor: Visitor,
  ): Promise<Walk> {
    return this.visit(`${origin}/services/oauth2/authorize?${new URLSearchParams(parameters)}`, visitor);
  }

  /** Authorizes an app by the authorize URL that the app sends its users to. */
  async visit(url: string, visitor: Visitor): Promise<Walk> {
    const redirectUri = new URL(url).searchParams.get('redirect_uri') ?? undefined;
    return this.#fillForms(await this.open(url, redirectUri), visitor, redirectUri);
  }

  /**
   * Connects a device: types its code, logs in and presses a button wherever a page asks for it.
   *
   * @param origin of the server: `http://localhost:7332`
   */
  async connect(origin: string, userCode: string, visitor: Visitor): Promise<Walk> {
    let walk = await this.open(`${origin}/setup/connect`);
    if (hasButton(walk, 'connect')) walk = await this.submit(walk, 'connect', { user_code: userCode });
    return this.#fillForms(walk, visitor, undefined);
  }

  /** Opens a URL and follows redirects, by header and by script, as long as they stay on its origin. */
  async open(url: string, redirectUri?: string): Promise<Walk> {
    return this.#follow(url, { method: 'GET' }, redirectUri);
  }

  /** Presses a submit button of the only form on a page, with the fields filled in by their ids; by their names where they have none. */
  async submit(
    page: Page,
    button: string,
    fields: Readonly<Record<string, string>> = {},
    redirectUri?: string,
  ): Promise<Walk> {
    const inputs = inputsOf(page.text);
    const body = new URLSearchParams();
    for (const { id, name, type, value } of inputs) {
      if (name && (type !== 'submit' || id === button)) body.append(name, fields[id || name] ?? value);
    }
    return this.#follow(new URL(formAction(page.text), page.url).href, { method: 'POST', body }, redirectUri);
  }

  async #fillForms(start: Walk, visitor: Visitor, redirectUri: string | undefined): Promise<Walk> {
    const logIn = { username: visitor.username, password: visitor.password };
    let walk = start;
    if (hasButton(walk, 'Login')) walk = await this.submit(walk, 'Login', logIn, redirectUri);
    if (hasButton(walk, 'save')) {
      const { code = '' } = visitor;
      const tc = typeof code === 'string' ? code : await code();
      walk = await this.submit(walk, 'save', { tc }, redirectUri);
    }
    const button = visitor.press === 'Deny' ? 'oadeny' : 'oaapprove';
    if (hasButton(walk, button)) walk = await this.submit(walk, button, {}, redirectUri);
    return walk;
  }

  async #follow(url: string, init: RequestInit, redirectUri: string | undefined): Promise<Walk> {
    let [next, request] = [url, init];
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const page = await this.#fetch(next, request);
      const location = page.headers.get('location') ?? scriptedLocation(page.text);
      if (!location) return { page: titleOf(page.text), ...page };
      const target = URL.canParse(location, next) ? new URL(location, next).href : location;
      if (isCallback(target, next, redirectUri)) return { location: target, callback: parametersOf(target) };
      [next, request] = [target, { method: 'GET' }];
    }
    throw new Error(`${url} was still redirecting after ${MOST_HOPS} hops, at last to ${next}`);
  }

  async #fetch(url: string, init: RequestInit): Promise<Page> {
    const cookie = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) keepCookie(this.#cookies, line);
    const journalId = response.headers.get(JOURNAL_HEADER);
    if (journalId) this.journalIds.push(journalId);
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  }
}

/** Authorizes an app with a new browser. See {@link Browser.authorize}. */
export function authorize(
  origin: string,
  parameters: Readonly<Record<string, string>>,
  visitor: Visitor,
): Promise<Walk> {
  return new Browser().authorize(origin, parameters, visitor);
}

function hasButton(walk: Walk, id: string): walk is Extract<Walk, Page> {
  return walk.callback === undefined && inputsOf(walk.text).some((input) => input.id === id);
}

function isCallback(target: string, from: string, redirectUri: string | undefined): boolean {
  if (redirectUri && (target.startsWith(redirectUri) || isKeptHere(target, from, redirectUri))) return true;
  return !URL.canParse(target) || new URL(target).origin !== new URL(from).origin;
}

/** Whether it is the server's path that stands for a callback on a Salesforce host. */
function isKeptHere(target: string, from: string, redirectUri: string): boolean {
  const here = callbackHere(redirectUri, new URL(from).origin);
  if (here === undefined || !URL.canParse(target)) return false;
  const { origin, pathname } = new URL(target);
  const { origin: ownOrigin, pathname: ownPath } = new URL(here);
  const answer = parametersOf(target);
  const isAnswer = 'code' in answer || 'error' in answer || 'access_token' in answer;
  return isAnswer && origin === ownOrigin && pathname === ownPath;
}

/** The parameters of the query, then those of the fragment. */
function parametersOf(url: string): Record<string, string> {
  const [, query = '', fragment = ''] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/.exec(url) ?? [];
  return Object.fromEntries([...new URLSearchParams(query), ...new URLSearchParams(fragment)]);
}
