/**
 * Keeps the memory of a server near what it needs. Left alone, V8 lets young objects have 128 MiB, and collects old ones when
 * there are several times as many as live: of a million tokens 450 MiB stayed, of which 45 were in use (docs/performance.md).
 */
import { setFlagsFromString } from 'node:v8';

/** No growth: young objects keep what they have by now, 8 to 16 MiB where a command has been read. */
const YOUNG = '--semi-space-growth-factor=1';
/** Per cent by which old objects may grow until they are collected again. */
const OLD = '--heap-growing-percent=100';
/**
 * V8 would put what it believes to live long among the old at once. Of requests, thousands of which wait for their entries, it believes that
 * at random: in one process of three a token then took a third longer, as short-lived objects filled what is dear to collect.
 */
const NO_GUESSES = '--no-allocation-site-pretenuring';

/**
 * To be called before the server opens. V8 looks at these flags each time a heap may grow or was collected, so they hold for a process that runs;
 * as options of Node the user would have to give them.
 */
export function boundHeap(): void {
  setFlagsFromString(YOUNG);
  setFlagsFromString(OLD);
  setFlagsFromString(NO_GUESSES);
}
