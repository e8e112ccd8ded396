/**
 * Fixtures for Playwright, which this file does not import:
 * `const test = base.extend<FauxforceFixtures, FauxforceWorkerFixtures>(fauxforceFixtures)`.
 */
import { type Fauxforce, type OrgOptions, type StartOptions, startFauxforce, type TestOrg } from './index.ts';
import { listing } from './listing.ts';

export { type FauxforceMatchers, fauxforceMatchers } from './matchers.ts';

/** What each test has for itself. */
export interface FauxforceFixtures {
  /** What `org` is made of: `test.use({ orgOptions: { apps: […] } })`. */
  orgOptions: OrgOptions;
  /** An org for this test alone. When the test fails, the org's requests are attached to its report. */
  org: TestOrg;
}

/** What the tests of a worker share. */
export interface FauxforceWorkerFixtures {
  /** What `sf` is started with. */
  fauxforceOptions: StartOptions;
  sf: Fauxforce;
}

type Use<Value> = (value: Value) => Promise<void>;

/** As much of Playwright's TestInfo as is used. */
interface TestInfo {
  readonly status?: string | undefined;
  readonly expectedStatus: string;
  attach(name: string, options: { readonly body: string; readonly contentType: string }): Promise<void>;
}

// Playwright reads from a fixture's source which others it needs: their names stand in the first parameter.
export const fauxforceFixtures = {
  fauxforceOptions: [{} as StartOptions, { option: true, scope: 'worker' }] as [
    StartOptions,
    { option: true; scope: 'worker' },
  ],
  sf: [
    async ({ fauxforceOptions }: FauxforceWorkerFixtures, use: Use<Fauxforce>) => {
      await using sf = await startFauxforce(fauxforceOptions);
      await use(sf);
    },
    { scope: 'worker' },
  ] as [(fixtures: FauxforceWorkerFixtures, use: Use<Fauxforce>) => Promise<void>, { scope: 'worker' }],
  orgOptions: [{} as OrgOptions, { option: true }] as [OrgOptions, { option: true }],
  org: async (
    { sf, orgOptions }: FauxforceFixtures & FauxforceWorkerFixtures,
    use: Use<TestOrg>,
    info: TestInfo,
  ) => {
    await using org = await sf.org(orgOptions);
    await use(org);
    if (info.status === info.expectedStatus) return;
    const body = listing(org.journal.entries().reverse());
    await info.attach('what fauxforce was asked', { body, contentType: 'text/plain' });
  },
};
