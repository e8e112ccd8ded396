/** What seventeen thousand orgs in a store cost: the start, the next org, the list of keys. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fauxforce, startFauxforce } from '../src/testing/index.ts';
import { median } from './orgs.ts';
import { boundRow, type Row } from './report.ts';

const ORGS = 17_000;

export async function manyOrgRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-bench-'));
  const store = join(folder, 'state.db');
  try {
    const empty = await startFauxforce({ store });
    const alone = await median(() => makeOrg(empty));
    for (let made = 0; made < ORGS; made++) await empty.world.image.create({}, undefined);
    await empty[Symbol.asyncDispose]();

    const begun = performance.now();
    await using full = await startFauxforce({ store });
    const start = performance.now() - begun;
    const beside = await median(() => makeOrg(full));
    const keys = await median(() => ask(full, '/id/keys'));
    return [
      boundRow(`start with ${ORGS} orgs in the store`, start, 2_000),
      {
        name: `POST /orgs beside ${ORGS} orgs, against the first`,
        unit: 'ms',
        bare: alone,
        ours: beside,
        ratio: beside / alone,
        target: 1.2,
        atLeast: false,
      },
      boundRow(`/id/keys of ${ORGS} orgs`, keys, 50),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function makeOrg(sf: Fauxforce): Promise<void> {
  return ask(sf, '/_fauxforce/orgs', { method: 'POST', body: '{}' });
}

async function ask({ url }: Fauxforce, path: string, init: RequestInit = {}): Promise<void> {
  const answer = await fetch(url + path, init);
  await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
}
