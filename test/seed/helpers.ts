import type { App, Org, User } from '../../src/org/model.ts';
import { readSeedDocument, readSeedText } from '../../src/seed/load.ts';
import { SeedError } from '../../src/seed/problems.ts';

/** The lines of the error a seed text is refused with. */
export function problemsOf(text: string, filename = 'seed.yaml'): string[] {
  return linesOf(() => readSeedText(text, filename));
}

/** The lines of the SeedError that the work throws; fails when it throws none. */
export function linesOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof SeedError) return error.message.split('\n');
    throw error;
  }
  throw new Error('expected a SeedError');
}

/** The org of a seed text with one document. */
export function orgOf(text: string): Org {
  const [org] = readSeedText(text, 'seed.yaml').orgs;
  if (org === undefined) throw new Error('no org');
  return org;
}

/** The app that a document with this one app makes. */
export function appWith(fields: object): App {
  return named(readSeedDocument({ apps: [{ name: 'App', ...fields }] }).apps, 'App');
}

/** The user that a document with this one user makes. */
export function userWith(fields: object): User {
  const [user] = readSeedDocument({ users: [{ username: 'ada@acme.example', ...fields }] }).users;
  if (user === undefined) throw new Error('no user');
  return user;
}

export function named<Record extends { readonly name: string }>(
  records: readonly Record[],
  name: string,
): Record {
  const record = records.find((candidate) => candidate.name === name);
  if (record === undefined) throw new Error(`no ${name}`);
  return record;
}
