/** The demo org that ships with fauxforce, and changed copies of it for tests and recipes. */
import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Org, SeedRecords } from '../org/model.ts';
import type { DemoChanges } from '../refusals/refusal.ts';
import { fileProblem, type SeedDocument } from './problems.ts';

export const DEMO_SEED = fileURLToPath(new URL('../../seed/demo.yaml', import.meta.url));

/** The private key of the demo apps' certificate. It is public, like everything in the demo. */
export const DEMO_KEY = fileURLToPath(new URL('../../seed/demo.key', import.meta.url));

/** Accounts, contacts, opportunities and cases, as `sf data export tree` writes them. A seed can name the file, too. */
const DEMO_RECORDS = fileURLToPath(new URL('../../seed/data/demo-records.json', import.meta.url));

/**
 * The demo org with its records, as `fauxforce start` serves it. A test begins with an org without any. The file is read when somebody
 * first asks for records.
 */
export function withDemoRecords(orgs: readonly Org[]): Org[] {
  return orgs.map((org) => ({ ...org, seedRecords: demoRecords }));
}

function demoRecords(): SeedRecords {
  const { records } = JSON.parse(readFileSync(DEMO_RECORDS, 'utf8')) as {
    readonly records: readonly unknown[];
  };
  return { value: { Account: records }, place: () => fileProblem(DEMO_RECORDS, '') };
}

const GLOBEX = {
  org: { name: 'Globex', myDomain: 'globex' },
  users: [{ username: 'lin@globex.example', password: 'correct-horse', profile: 'Standard User' }],
};

let demo: SeedDocument | undefined;
let unchanged: readonly Org[] | undefined;

/** @throws SeedError, RangeError when the changes do not fit the demo org */
export async function demoOrgs(changes?: DemoChanges): Promise<readonly Org[]> {
  if (changes) return readDemo(changes);
  unchanged ??= builtDemo() ?? (await readDemo({}));
  return unchanged;
}

async function readDemo(changes: DemoChanges): Promise<Org[]> {
  const [{ parseSeedText }, { applyChanges }, { readDocuments }] = await Promise.all([
    import('./yaml.ts'),
    import('./demo-changes.ts'),
    import('./read.ts'),
  ]);
  demo ??= parseSeedText(readFileSync(DEMO_SEED, 'utf8'), DEMO_SEED)[0] as SeedDocument;
  const documents = [{ ...demo, value: applyChanges(demo.value, changes) }];
  if (changes.secondOrg) documents.push({ ...demo, value: GLOBEX });
  return readDocuments(documents).map(({ org }) => org);
}

interface BuiltDemo {
  /** Of the demo seed file when it was read. */
  readonly hash: string;
  readonly orgs: readonly Org[];
}

/** Exists in the package, not in a checkout. */
const BUILT_DEMO = new URL('../demo.json', import.meta.url);

/**
 * The demo org as the package's build read it. Loading the seed reader takes longer than the rest of a start. Undefined in a
 * checkout, and when the demo seed file has changed since the build.
 */
export function builtDemo(): readonly Org[] | undefined {
  if (!existsSync(BUILT_DEMO)) return undefined;
  const built = JSON.parse(readFileSync(BUILT_DEMO, 'utf8')) as BuiltDemo;
  return built.hash === hashOfDemo() ? built.orgs : undefined;
}

/** The text that the build writes for {@link builtDemo}. */
export async function demoToBuild(): Promise<string> {
  return JSON.stringify({ hash: hashOfDemo(), orgs: await readDemo({}) } satisfies BuiltDemo);
}

function hashOfDemo(): string {
  return hash('sha256', readFileSync(DEMO_SEED));
}
