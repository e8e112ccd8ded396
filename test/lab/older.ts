/** What an older fauxforce wrote: test/fixtures/older has a store file and a snapshot with one of everything. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Snapshot } from '../../src/testing/index.ts';

/** Commits whose fauxforce wrote them. */
export const OLDER = ['6fe26bf', '43876d9', 'b751b0c'] as const;
export type Older = (typeof OLDER)[number];

/** What a client had. */
export interface OlderFacts {
  readonly at: string;
  readonly org: string;
  readonly refreshToken: string;
  readonly accessToken: string;
  readonly rotatedOut: string;
  readonly rotating: string;
  readonly code: string;
  readonly waitingDeviceCode: string;
  readonly allowedDeviceCode: string;
  readonly client: string;
  readonly registrationToken: string;
  readonly frontdoor: string;
}

/** A snapshot of version 1: its store is the tables of SQLite. */
export interface TableSnapshot extends Omit<Snapshot, 'version' | 'store'> {
  readonly version: 1;
  readonly store: {
    readonly schema: number;
    readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  };
}

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/older', name));

export function factsOf(commit: Older): OlderFacts {
  return JSON.parse(fixture(`${commit}.json`).toString()) as OlderFacts;
}

export function snapshotOf(commit: Older): object {
  return JSON.parse(gunzipSync(fixture(`${commit}.snapshot.json.gz`)).toString()) as object;
}

/** The newest of version 1. */
export function tableSnapshot(): TableSnapshot {
  return snapshotOf('43876d9') as TableSnapshot;
}

export function storeFileOf(commit: Older): Buffer {
  return gunzipSync(fixture(`${commit}.db.gz`));
}
