/** What the store is told of orgs: what they say, how they were read, and what goes with them. */
import { hash } from 'node:crypto';
import type { Org } from '../org/model.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import { writeOrg } from '../seed/document-of.ts';
import { readerFingerprint } from '../seed/reader.ts';
import type { GoneRecords, OrgReading, OrgRecords, Store } from '../store/port.ts';

/** Identifies what an org says. */
export function fingerprintOf(org: Org): string {
  return hash('sha256', JSON.stringify(writeOrg(org)), 'base64url');
}

/** What the store keeps of a read org; undefined for a store in memory, which no later process opens. */
export function readingOf({ seedRecords: _, ...org }: Org, { isShared }: Store): OrgReading | undefined {
  return isShared ? { org: JSON.stringify(org), reader: readerFingerprint() } : undefined;
}

/** Identifies this process's code to the store, which asks only when there are rows. */
export function readerOf({ isShared }: Store): () => string {
  return () => (isShared ? readerFingerprint() : '');
}

/** All that ends when these orgs are deleted. */
export function recordsOf(orgs: readonly Org[], orgIdsOfSeed: readonly string[]): OrgRecords {
  return {
    orgIds: orgs.map(({ id }) => id),
    orgIdsOfSeed,
    userIds: orgs.flatMap(({ users }) => users.map(({ id }) => id)),
    consumerKeys: orgs.flatMap(({ apps }) =>
      apps.map(({ consumerKey }) => consumerKey).filter((key) => key !== PLATFORM_CLI),
    ),
  };
}

/** The apps and users that an org had before and has no longer. */
export function goneFrom(before: Org, next: Org, at: number): GoneRecords {
  const left = new Set([...next.apps, ...next.users].map(({ id }) => id));
  return {
    consumerKeys: before.apps.filter(({ id }) => !left.has(id)).map(({ consumerKey }) => consumerKey),
    userIds: before.users.filter(({ id }) => !left.has(id)).map(({ id }) => id),
    at,
  };
}
