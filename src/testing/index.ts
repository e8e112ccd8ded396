/** The test kit: a whole fauxforce in this process, on a free port. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Journal } from '../journal/journal.ts';
import type { LabClock } from '../lab/clock.ts';
import { type ArmedFailure, armFailures } from '../lab/failure-routes.ts';
import { restoreSnapshot, type Snapshot, takeSnapshot } from '../lab/snapshot.ts';
import type { App, Org, User } from '../org/model.ts';
import { totp } from '../org/totp.ts';
import type { RefusalName } from '../refusals/catalogue.ts';
import type { DemoChanges } from '../refusals/refusal.ts';
import { demoOrgs } from '../seed/demo.ts';
import { loadSeed, loadSeedDocument } from '../seed/load.ts';
import { closeWorld, openWorld } from '../server/open-world.ts';
import { buildServer, type ServerOptions } from '../server/server.ts';
import type { World } from '../world.ts';
import type { Arming } from './arming.ts';
import { authorize } from './browser.ts';
import { makeOrg, type OrgOptions, recordsByName, type TestOrg } from './org.ts';

export interface StartOptions extends ServerOptions {
  /** A seed document (design 5.2), or the path of a seed file or directory; the demo org when left out. */
  readonly seed?: object | string;
  /** Changes to the demo org. */
  readonly demo?: DemoChanges;
  /** A store file; in memory when left out. */
  readonly store?: string;
}

/** Who logs in where; whatever else is given is a parameter of the authorize request. */
export interface LoginOptions {
  /** The app, or its name. */
  readonly app: App | string;
  /** The user, their username or the part of it before `@`. */
  readonly user: User | string;
  /** The user's own when left out. */
  readonly password?: string;
  readonly press?: 'Allow' | 'Deny';
  readonly [parameter: string]: App | User | string | undefined;
}

export interface Fauxforce extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly orgs: readonly Org[];
  /** By name. */
  readonly apps: Readonly<Record<string, App>>;
  /** By the part of the username before `@`. */
  readonly users: Readonly<Record<string, User>>;
  readonly clock: LabClock;
  readonly journal: Journal;
  readonly world: World;
  readonly server: FastifyInstance;
  /**
   * Walks a new browser through authorize, log-in and Allow, for `response_type=code` and the app's first callback URL
   * unless told otherwise. Returns the parameters the callback received: `code` and `state`, or `error`. A user who allowed
   * the app before is not asked again; `prompt: 'consent'` asks.
   *
   * @throws Error when the walk ends on a page instead
   */
  login(options: LoginOptions): Promise<Readonly<Record<string, string>>>;
  /**
   * An org for this test alone, of a seed document in which everything may be left out; `await using` deletes it in the end.
   *
   * @throws SeedError with every mistake of the document
   */
  org(options?: OrgOptions): Promise<TestOrg>;
  /** All state as one document: orgs, tokens (as hashes), time; with the secret that makes its tokens work elsewhere. */
  snapshot(): Promise<Snapshot>;
  /** Puts a snapshot in the place of all state. @throws SeedError, StoreError; nothing was changed */
  restore(snapshot: Snapshot): Promise<void>;
  /**
   * Makes requests fail that would have succeeded: `sf.arm('refresh.expired', { times: 1 })` refuses the next refresh, and
   * `sf.arm({ fault: 'reset' })` cuts the next answer off. See docs/failures.md.
   *
   * @throws Error whose message says what is wrong with the order; nothing is armed then
   */
  arm(what: RefusalName | Arming, more?: Arming): readonly ArmedFailure[];
}

export async function startFauxforce(options: StartOptions = {}): Promise<Fauxforce> {
  const orgs = await orgsOf(options);
  const world = await openWorld(orgs, options.store ?? ':memory:');
  const server = await buildServer(world, options);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    orgs,
    ...recordsByName(orgs),
    clock: world.clock,
    journal: world.journal,
    world,
    server,
    login: (options) => login(url, world, options),
    org: (options = {}) => makeOrg(world, options, (walk) => login(url, world, walk)),
    snapshot: () => takeSnapshot(world),
    restore: (snapshot) => restoreSnapshot(world, snapshot),
    arm: (what, more) => armFailures(typeof what === 'string' ? { refusal: what, ...more } : what, world),
    async [Symbol.asyncDispose]() {
      await server.close();
      await closeWorld(world);
    },
  };
}

async function orgsOf({ seed, demo }: StartOptions): Promise<readonly Org[]> {
  if (seed === undefined) return demoOrgs(demo);
  const { orgs } = typeof seed === 'string' ? await loadSeed([seed]) : await loadSeedDocument(seed, '.');
  return orgs;
}

async function login(
  url: string,
  { orgs, clock }: World,
  { app: appOrName, user: userOrName, password, press, ...parameters }: LoginOptions,
): Promise<Readonly<Record<string, string>>> {
  const apps = orgs.orgs.flatMap((org) => org.apps);
  const users = orgs.orgs.flatMap((org) => org.users);
  const app = typeof appOrName === 'string' ? apps.find(({ name }) => name === appOrName) : appOrName;
  const user =
    typeof userOrName === 'string'
      ? users.find(({ username }) => username === userOrName || username.split('@')[0] === userOrName)
      : userOrName;
  if (!app) throw new RangeError(`no app is called ${appOrName}: there are ${apps.map(({ name }) => name)}`);
  if (!user)
    throw new RangeError(
      `no user is called ${userOrName}: there are ${users.map(({ username }) => username)}`,
    );
  const asked = {
    response_type: 'code',
    client_id: app.consumerKey,
    redirect_uri: app.callbackUrls[0] ?? '',
    ...Object.fromEntries(
      Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  };
  const walk = await authorize(url, asked, {
    username: user.username,
    password: password ?? user.password,
    code: totp(user.totpSecret, clock.of(orgs.userByUsername(user.username)?.org.id ?? '').now()),
    ...(press && { press }),
  });
  if (walk.callback) return walk.callback;
  throw new Error(
    `the log-in of ${user.username} ended on ${walk.url} (${walk.status}): ${walk.page || walk.text}`,
  );
}
