/** The command of which the primary and each worker are a process: Node begins a worker with the same arguments. */
import cluster from 'node:cluster';
import { serve } from '../server/serve.ts';
import type { StartOptions } from '../server/start-options.ts';
import { openCrew } from './open-crew.ts';
import { work } from './worker.ts';

/** @throws SeedError, StoreError, UsageError, CommandError */
export function servePort(options: StartOptions): Promise<void> {
  return cluster.isWorker ? work(options) : serve(options, openCrew);
}
