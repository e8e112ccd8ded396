/** The test kit: a whole fauxforce in this process, on a free port. */

import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { LabClock } from '../ground/clock.ts';
import type { LabWorld } from '../lab/lab-world.ts';
import { reset, restoreSnapshot } from '../lab/snapshot.ts';
import { type Snapshot, takeSnapshot } from '../lab/take-snapshot.ts';
import type { Org } from '../org/model.ts';
import { closeWorld, openWorld } from '../server/open-world.ts';
import { buildServer, type ServerOptions } from '../server/server.ts';
import { DEFAULT_FOLDER } from '../server/tls/tls.ts';
import type { Certificates } from '../server/tls/trust.ts';
import { makeTestOrg, type OrgOptions, recordsByName, type TestOrg } from './org.ts';
import { orgsOf, type SeedOptions } from './orgs-of.ts';
import { type Salesforce, salesforce } from './salesforce.ts';
import { assertRuns } from './token.ts';

export type { Inserted } from '../data/given/insert.ts';
export type { PlainRecord } from '../data/given/look-up.ts';
export type { JournalEntry } from '../journal/entry.ts';
export type { JournalFilter } from '../journal/filter.ts';
export type { ArmedFailure } from '../lab/routes/failure-routes.ts';
export type { Snapshot } from '../lab/take-snapshot.ts';
export type { App, Org, User } from '../org/model.ts';
export type { RefusalName } from '../refusals/catalogue.ts';
export type { Certificates } from '../server/tls/trust.ts';
export type { OutboxFilter, OutboxMessage } from '../world/outbox.ts';
export type { Arming } from './arming.ts';
export { assertNotReceived, assertNotRefused, assertReceived, assertRefused } from './assertions.ts';
export type { TestClock } from './clock.ts';
export type { GivenRecords } from './data.ts';
export type { TestJournal } from './journal.ts';
export type { LoginOptions } from './login.ts';
export { type FauxforceMatchers, fauxforceMatchers } from './matchers.ts';
export type { NewApp, NewUser, OrgOptions, TestOrg } from './org.ts';
export type { TestOutbox } from './outbox.ts';
export type { Salesforce } from './salesforce.ts';
export type { TokenAnswer, TokenOptions } from './token.ts';
export type { RefusalPattern, RequestPattern } from './verdicts.ts';

export interface StartOptions extends ServerOptions, SeedOptions {
  /** A store file; in memory when left out. */
  readonly store?: string;
  /** Requests that the journal keeps; 2000 when left out. */
  readonly journalSize?: number;
}

/** A running fauxforce. Dispose of it once: it waits for requests under way, and leaves nothing behind. */
export interface Fauxforce extends Salesforce, AsyncDisposable {
  /** The orgs of the seed. */
  readonly orgs: readonly Org[];
  readonly world: LabWorld;
  readonly server: FastifyInstance;
  /**
   * Makes an org for this test alone. Everything in the seed document may be left out. `await using` deletes the org in the
   * end.
   *
   * @throws SeedError with every mistake of the document
   */
  org(options?: OrgOptions): Promise<TestOrg>;
  /** The same server by https: `https://127.0.0.1:40123`. Its certificate is of the authority in the folder {@link ServerOptions.ca}. */
  readonly secureUrl: string;
  /** Files and variables that make a client trust {@link secureUrl}; makes the authority if nobody has yet. @throws AuthorityError */
  certificates(): Promise<Certificates>;
  /** Variables with which another program's calls to https://login.salesforce.com and its like come here. @throws AuthorityError */
  proxyEnvironment(): Promise<Readonly<Record<string, string>>>;
  /** All state as one document: orgs, tokens (as hashes), time. It holds the secret that makes its tokens work elsewhere. */
  snapshot(): Promise<Snapshot>;
  /** Replaces all state with a snapshot. @throws SeedError, StoreError; nothing was changed */
  restore(snapshot: Snapshot): Promise<void>;
  /** Goes back to the start: the seed's orgs as they were, no tokens, no failures, an empty journal, the machine's time. */
  reset(): Promise<void>;
}

/** @throws TypeError for an option that a test without types has wrong, and that would do nothing */
export async function startFauxforce(options: StartOptions = {}): Promise<Fauxforce> {
  checkProxy(options);
  const orgs = await orgsOf(options);
  const world = await openWorld(orgs, options.store ?? ':memory:', { size: options.journalSize });
  const server = await serve(world, options);
  const { port } = server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const folder = options.ca ?? DEFAULT_FOLDER;
  let closed: Promise<void> | undefined;
  const running = { url, labToken: options.labToken, isOpen: () => closed === undefined };
  return {
    ...salesforce(world, running, recordsByName(orgs)),
    orgs,
    world,
    server,
    async org(options = {}) {
      assertRuns(running);
      return makeTestOrg(world, running, options);
    },
    secureUrl: `https://127.0.0.1:${port}`,
    async certificates() {
      await madeIn(folder);
      return (await import('../server/tls/trust.ts')).certificatesOf(folder);
    },
    async proxyEnvironment() {
      await madeIn(folder);
      return (await import('../server/tls/trust.ts')).proxyEnvironment(url, folder, process.env);
    },
    async snapshot() {
      assertRuns(running);
      return takeSnapshot(world);
    },
    async restore(snapshot) {
      assertRuns(running);
      return restoreSnapshot(world, snapshot);
    },
    async reset() {
      assertRuns(running);
      return reset(world);
    },
    [Symbol.asyncDispose]() {
      closed ??= server.close().then(() => closeWorld(world));
      return closed;
    },
  };
}

function checkProxy({ proxyOthers, ca }: StartOptions): void {
  if (proxyOthers !== undefined && proxyOthers !== 'refuse' && proxyOthers !== 'tunnel')
    throw new TypeError(`proxyOthers is ${JSON.stringify(proxyOthers)}: write 'refuse' or 'tunnel'`);
  if (ca !== undefined && (typeof ca !== 'string' || ca === ''))
    throw new TypeError(
      `ca is ${JSON.stringify(ca)}: name the folder of the certificate authority, or leave it out`,
    );
}

async function madeIn(folder: string): Promise<void> {
  const [{ authorityIn }, { keepTrustFiles }] = await Promise.all([
    import('../server/tls/authority.ts'),
    import('../server/tls/trust-files.ts'),
  ]);
  const { certificate } = await authorityIn(folder, [], new LabClock());
  await keepTrustFiles(folder, certificate);
}

/** Listens on a free port. Closes the world if that fails. */
async function serve(world: LabWorld, options: StartOptions): Promise<FastifyInstance> {
  try {
    const server = await buildServer(world, options);
    await server.listen({ host: '127.0.0.1', port: 0 });
    return server;
  } catch (error) {
    await closeWorld(world);
    throw error;
  }
}
