/**
 * Does in the background, when the server has been ready for a moment, what takes long the first time. No start and no first
 * token waits for it, and between steps the requests that came meanwhile are served.
 */
import { setTimeout } from 'node:timers/promises';
import { loadSchema } from '../data/data.ts';
import { loadTemplates } from '../pages/render.ts';
import { loadQueries } from '../rest/resources/query.ts';
import { loadReader } from '../world/new-org.ts';

/** Milliseconds of real time, before the first step and between steps. */
const FIRST = 1_000;
const BETWEEN = 50;

/** The steps. Each loads, and runs once, what the first request of its kind would wait for. */
export const WARM_UP_STEPS: readonly (() => Promise<unknown>)[] = [
  () => loadReader(),
  () => loadSchema(),
  () => loadQueries(),
  () => loadTemplates(),
];

/** @param stopped stops it before the next step */
export async function warmUp(stopped: AbortSignal): Promise<void> {
  try {
    await setTimeout(FIRST, undefined, { signal: stopped, ref: false });
    for (const step of WARM_UP_STEPS) {
      await step();
      await setTimeout(BETWEEN, undefined, { signal: stopped, ref: false });
    }
  } catch {
    // A failed step is not reported: the server was stopped, or the request that needs it will say what is wrong.
  }
}
