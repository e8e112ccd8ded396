/**
 * The locks by which replicas take turns: advisory locks, as they are held by no table and end with their transaction. Whoever takes
 * several takes them in the order of this list.
 */
import { createHash } from 'node:crypto';

const LOCKS = ['migration', 'main', 'records', 'journal'] as const;
export type Lock = (typeof LOCKS)[number];

/** @returns SQL that takes a lock until the end of the transaction. Schemas have locks of their own. */
export function lockSql(schema: string, lock: Lock): string {
  const ofSchema = createHash('sha256').update(`fauxforce ${schema}`).digest().readInt32BE(0);
  return `select pg_advisory_xact_lock(${ofSchema}, ${LOCKS.indexOf(lock)})`;
}
