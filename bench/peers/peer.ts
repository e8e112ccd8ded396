/** A server that is measured beside fauxforce: what brings it, how it is started, and how a client and its users meet it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Walk } from '../../src/testing/browser.ts';
import type { Installation } from '../../test/helpers/install-once.ts';
import type { Language } from '../../test/languages/language.ts';

export const GRANTS = ['client_credentials', 'refresh_token', 'authorization_code'] as const;
export type Grant = (typeof GRANTS)[number];

/** A command and what it runs in. */
export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly cwd?: string;
  /** Beside this process's. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Where a server is, and where it keeps what it writes: the same at every start of a run. */
export interface Place {
  readonly folder: string;
  readonly port: number;
  /** For what only administrators may reach. */
  readonly adminPort: number;
  readonly origin: string;
}

/** An authorize request of a user, by number, whose browser knows them from the second time on. */
export interface Visit {
  readonly browser: Browser;
  readonly url: string;
  readonly user: number;
  readonly place: Place;
}

export interface Peer {
  readonly name: string;
  readonly version: string;
  /** How it is started, as the documents tell it. */
  readonly startedWith: string;
  /** Where its state is. */
  readonly keeps: string;
  /** What must be on the machine to install and start it. */
  readonly needs?: Language;
  readonly installation?: Installation;
  /** Once, before it is started for the first time: writes what it reads then. */
  prepare?(place: Place): void;
  program(place: Place): Program;
  /** Once, when it runs for the first time: clients and users that cannot be written down before. */
  afterFirstStart?(place: Place): Promise<void>;
  /** Turns that do not count, before those that do; one when left out. */
  readonly warmUps?: number;
  /** All of {@link GRANTS} when left out. */
  readonly grants?: readonly Grant[];
  /** Paths of its endpoints. */
  readonly paths: { readonly token: string; readonly authorize: string };
  /** Parameters of authorize requests: for an access token alone, as far as that can be had, and for a refresh token too. */
  readonly asks: Readonly<Record<'access' | 'refresh', Readonly<Record<string, string>>>>;
  /** @returns the code */
  authorize(visit: Visit): Promise<string>;
}

/** Nothing listens there: the browser stops at it. */
export const CALLBACK = 'http://127.0.0.1:3000/callback';

/** Who asks for tokens, with its secret in the body. */
export const CLIENT = { client_id: 'bench.client', client_secret: 'benchSecret' };

/** As many as there are connections: a server may have one refresh token for a user and a client. */
export const USERS = 64;
export const PASSWORD = 'password';

export function username(user: number): string {
  return `user${user}`;
}

const MOST_PAGES = 4;

/**
 * Opens an authorize URL, and sends the form of each page that comes, filled in.
 *
 * @param fields by the ids of the inputs or, where they have none, by their names
 * @throws Error when there is no code at last
 */
export async function authorizeByForms(
  { browser, url }: Visit,
  fields: Readonly<Record<string, string>>,
): Promise<string> {
  let walk = await browser.open(url, CALLBACK);
  for (let page = 0; page < MOST_PAGES && !walk.callback; page++)
    walk = await browser.submit(walk, '', fields, CALLBACK);
  return codeOf(walk);
}

/** @throws Error when a walk did not end with a code */
export function codeOf(walk: Walk): string {
  const code = walk.callback?.code;
  if (code !== undefined) return code;
  throw new Error(walk.callback ? `no code: ${walk.location}` : `no code at ${walk.url}: ${walk.text}`);
}

/** The path of a file or folder of the bench. */
export function inBench(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** The version that a file of the bench pins. */
export function pinned(path: string, pattern: RegExp): string {
  const version = pattern.exec(readFileSync(inBench(path), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${path} pins no ${pattern}`);
  return version;
}
