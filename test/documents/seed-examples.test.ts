/** The seeds that docs/seed.md shows: each is one, and somebody can log in. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { flowsOf, whoCanUse } from '../../src/oauth/app-flows.ts';
import { DEMO_KEY } from '../../src/seed/demo.ts';
import { SEED_EXAMPLES } from '../../src/seed/examples.ts';
import { loadSeed } from '../../src/seed/load.ts';

/** A weekday. */
const NOW = Date.parse('2027-01-06T20:00:00Z');

test.each(SEED_EXAMPLES.map(({ title, yaml }) => [title, yaml]))('%s', async (_title, yaml) => {
  const folder = await mkdtemp(join(tmpdir(), 'fauxforce-examples-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyFile(DEMO_KEY.replace(/key$/, 'crt'), join(folder, 'app.crt'));
  await writeFile(join(folder, 'seed.yaml'), yaml);
  const { orgs } = await loadSeed([join(folder, 'seed.yaml')]);
  for (const org of orgs) {
    const [app] = org.apps;
    const [flow] = app ? flowsOf(app, org, NOW) : [];
    expect(flow && whoCanUse(flow, org, NOW)?.app.name).toBe(app?.name);
  }
});
