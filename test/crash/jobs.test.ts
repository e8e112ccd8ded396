/** Jobs of a process that is killed with SIGKILL go on in the next one (issue: nothing that was answered is lost). */
import { test } from 'vitest';
import { killUnderLoad } from './jobs-load.ts';

test('a job goes on after a kill, and does no row twice', async () => {
  await killUnderLoad({ rows: 1_500, jobs: 1, kills: [300] });
}, 60_000);
