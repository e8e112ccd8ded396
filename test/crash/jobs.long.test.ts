/** The same with several jobs, and kills at every stage of them. */
import { test } from 'vitest';
import { killUnderLoad } from './jobs-load.ts';

test('jobs go on after every kill, and do no row twice', async () => {
  await killUnderLoad({ rows: 10_000, jobs: 3, kills: [1, 1_500, 4_000, 7_777, 9_900] });
}, 600_000);
