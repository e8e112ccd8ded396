/**
 * Fixtures for Playwright, which this file does not import:
 * `const test = base.extend<FauxforceFixtures, FauxforceWorkerFixtures>(fauxforceFixtures)`.
 */
import { type Fauxforce, type OrgOptions, type StartOptions, startFauxforce, type TestOrg } from './index.ts';
import { listing } from './listing.ts';

export { type FauxforceMatchers, fauxforceMatchers } from './matchers.ts';

/** The fixtures of each test. */
export interface FauxforceFixtures {
  /** The seed document of `org`: `test.use({ orgOptions: { apps: […] } })`. */
  orgOptions: OrgOptions;
  /** An org for this test alone. When the test fails, the org's requests are attached to its report. */
  org: TestOrg;
}

/** The fixtures that a worker's tests share. */
export interface FauxforceWorkerFixtures {
  /** The options that `sf` is started with. */
  fauxforceOptions: StartOptions;
  sf: Fauxforce;
}

type Use<Value> = (value: Value) => Promise<void>;

/** The part of Playwright's TestInfo that is used. */
interface TestInfo {
  readonly status?: string | undefined;
  readonly expectedStatus: string;
  attach(name: string, options: { readonly body: string; readonly contentType: string }): Promise<void>;
}

// Playwright reads a fixture's needs from its source: their names must stand in the first parameter.
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
    const body = listing(org.journal.entries().reverse(), org.journal.page);
    await info.attach('what fauxforce was asked', { body, contentType: 'text/plain' });
  },
};
