/** The records of the caller's org, as the caller sees them. */
import { dataOf, type Session } from '../data/data.ts';
import type { SessionCall } from './operation.ts';

export function sessionOf({ access: { org, user }, calledHost: host, world }: SessionCall): Promise<Session> {
  return dataOf(world).session({ org, user, host });
}
