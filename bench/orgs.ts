/** What a test waits for an org of its own: over HTTP beside thousands of others, and with a server of its own around it. */
import { startFauxforce } from '../src/testing/index.ts';
import { boundRow, type Row } from './report.ts';

const OTHERS = 5_000;
const RUNS = 101;

export async function median(measure: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    await measure();
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

export async function orgRows(): Promise<Row[]> {
  return [
    boundRow(`POST /orgs beside ${OTHERS} orgs`, await orgOverHttp(), 10),
    boundRow('startFauxforce, one org, stop', await median(serverWithOrg), 15),
  ];
}

async function orgOverHttp(): Promise<number> {
  await using sf = await startFauxforce({ seed: {} });
  const post = async () => {
    const answer = await fetch(`${sf.url}/_fauxforce/orgs`, { method: 'POST', body: '{}' });
    await answer.text();
    if (answer.status !== 201) throw new Error(`POST /orgs answered ${answer.status}`);
  };
  for (let made = 0; made < OTHERS; made++) await sf.world.image.create({}, undefined);
  return await median(post);
}

async function serverWithOrg(): Promise<void> {
  await using sf = await startFauxforce();
  await sf.org();
}
