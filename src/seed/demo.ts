/** The demo org that ships with fauxforce, and changed copies of it for tests and recipes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Org } from '../org/model.ts';
import type { DemoChanges } from '../refusals/refusal.ts';
import { applyChanges } from './changes.ts';
import type { SeedDocument } from './problems.ts';
import { readDocuments } from './read.ts';
import { parseSeedText } from './yaml.ts';

const DEMO_SEED = fileURLToPath(new URL('../../seed/demo.yaml', import.meta.url));

/** The private key of the demo apps' certificate: public, as everything in the demo. */
export const DEMO_KEY = fileURLToPath(new URL('../../seed/demo.key', import.meta.url));

const GLOBEX = {
  org: { name: 'Globex', myDomain: 'globex' },
  users: [{ username: 'lin@globex.example', password: 'correct-horse', profile: 'Standard User' }],
};

let demo: SeedDocument | undefined;
let unchanged: readonly Org[] | undefined;

/** @throws SeedError, RangeError when the changes do not fit the demo org */
export function demoOrgs(changes?: DemoChanges): readonly Org[] {
  if (changes) return readDemo(changes);
  unchanged ??= readDemo({});
  return unchanged;
}

function readDemo(changes: DemoChanges): Org[] {
  demo ??= parseSeedText(readFileSync(DEMO_SEED, 'utf8'), DEMO_SEED)[0] as SeedDocument;
  const documents = [{ ...demo, value: applyChanges(demo.value, changes) }];
  if (changes.secondOrg) documents.push({ ...demo, value: GLOBEX });
  return readDocuments(documents).map(({ org }) => org);
}
