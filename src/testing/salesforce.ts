/** What a test can ask of Salesforce, of all orgs or of one. */
import type { Inserted } from '../data/given/insert.ts';
import type { PlainRecord } from '../data/given/look-up.ts';
import type { LabWorld } from '../lab/lab-world.ts';
import { type ArmedFailure, armFailures } from '../lab/routes/failure-routes.ts';
import type { RefusalName } from '../refusals/catalogue.ts';
import type { Arming } from './arming.ts';
import { TestClock } from './clock.ts';
import { allRecords, type GivenRecords, insertRecords } from './data.ts';
import { explain } from './explain.ts';
import { journalOf, type TestJournal, wholeJournal } from './journal.ts';
import { type LoginOptions, login, type Records } from './login.ts';
import { outboxOf, type TestOutbox } from './outbox.ts';
import { assertRuns, mintToken, type Running, type TokenAnswer, type TokenOptions } from './token.ts';

/** What all of Salesforce and a single org have in common, so that a test can be written for either. */
export interface Salesforce extends Records {
  /** Log-in host and My Domain in one: `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly clock: TestClock;
  readonly journal: TestJournal;
  readonly outbox: TestOutbox;
  /**
   * Walks a new browser through authorize, log-in and Allow, for `response_type=code` and the app's first callback URL
   * unless told otherwise. Returns the parameters the callback received: `code` and `state`, or `error`. A user who allowed
   * the app before is not asked again; `prompt: 'consent'` asks. A callback on a Salesforce host counts as reached at the same
   * path here, where the server leads to in its place unless it was started with `followRealCallbacks`.
   *
   * @throws Error when the walk ends on a page instead; its message explains the refusal
   */
  login(options: LoginOptions): Promise<Readonly<Record<string, string>>>;
  /** Tokens as the web server flow would have issued them, without the walk. No policy is checked. */
  token(options: TokenOptions): Promise<TokenAnswer>;
  /**
   * Makes requests fail that would have succeeded: `sf.arm('refresh.expired', { times: 1 })` refuses the next refresh, and
   * `sf.arm({ fault: 'reset' })` cuts the next answer off. See docs/failures.md.
   *
   * @throws Error whose message says what is wrong with the order; nothing is armed then
   */
  arm(what: RefusalName | Arming, more?: Arming): readonly ArmedFailure[];
  /**
   * Makes records, all of them or none, as the org's administrator would: `{ Account: [{ ref: 'acme', Name: 'Acme' }], Contact:
   * [{ LastName: 'Byron', AccountId: '@acme' }] }`. Of a server with several orgs, ask one of them.
   *
   * @returns what was made, in the order in which it was given
   * @throws SeedError with every problem; nothing was made
   */
  insert(records: GivenRecords): Promise<readonly Inserted[]>;
  /**
   * The records of an object, with the fields that have a value, or those that a SOQL query finds; at most 50,000. Nothing is
   * hidden from it. Of a server with several orgs, ask one of them.
   *
   * @throws Error whose message says what is wrong with the name or the query
   */
  records(objectOrSoql: string): Promise<readonly PlainRecord[]>;
  /**
   * Waits for a client's call: `await sf.explain(client.refresh())`. If it fails and requests were refused meanwhile, the
   * message of its error tells which and why.
   */
  explain<Result>(call: Promise<Result>): Promise<Result>;
}

/** @param orgId limits it to one org */
export function salesforce(world: LabWorld, server: Running, records: Records, orgId?: string): Salesforce {
  const { url } = server;
  const journal =
    orgId === undefined ? wholeJournal(world.journal, url) : journalOf(orgId, world.journal, url);
  return {
    url,
    ...records,
    clock: new TestClock(
      () => (orgId === undefined ? world.clock : world.clock.ofOrg(orgId)),
      (make) => world.sharedLab.now(make),
    ),
    journal,
    outbox: outboxOf(world, orgId),
    async login(options) {
      assertThere(world, server, orgId);
      return login(server.url, world, records, options);
    },
    async token(options) {
      assertThere(world, server, orgId);
      return mintToken(server, records, options);
    },
    arm(what, more) {
      assertThere(world, server, orgId);
      return armFailures(typeof what === 'string' ? { refusal: what, ...more } : what, world, orgId);
    },
    async insert(given) {
      assertThere(world, server, orgId);
      return insertRecords(world, server, orgId, given);
    },
    async records(objectOrSoql) {
      assertThere(world, server, orgId);
      return allRecords(world, server, orgId, objectOrSoql);
    },
    explain: (call) => explain(journal, call),
  };
}

/** @throws Error when the server was stopped, or the org is gone */
export function assertThere(world: LabWorld, server: Running, orgId: string | undefined): void {
  assertRuns(server);
  if (orgId === undefined || world.orgs.org(orgId)) return;
  throw new Error(
    `the org ${orgId} is gone: it expired, it was deleted, as at the end of its await using block, or reset or restore took it`,
  );
}
