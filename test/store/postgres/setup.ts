/** One PostgreSQL for all tests of a run, and a schema for each store. */
import type { TestProject } from 'vitest/node';
import { startCluster } from './cluster.ts';
import { makeContraryRole } from './contrary.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  await makeContraryRole(cluster.url());
  project.provide('postgres', cluster.url());
  return () => cluster.remove();
}
