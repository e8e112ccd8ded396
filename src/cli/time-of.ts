/** Asks a running server for the time in an org. */
import { type Command, InvalidArgumentError } from 'commander';
import { readDuration } from '../ground/duration.ts';
import { callLab, queryOf } from './lab-client.ts';

/** @returns milliseconds since the epoch */
export async function timeOf(command: Command, orgId: string): Promise<number> {
  const response = await callLab(command, 'GET', `/clock${queryOf({ org: orgId })}`);
  return Date.parse(((await response.json()) as { readonly now: string }).now);
}

/** @returns milliseconds */
export function readLifetime(text: string): number {
  const lifetime = readDuration(text);
  if (lifetime === undefined || lifetime < 1000)
    throw new InvalidArgumentError('Write a duration from 1s on, such as 90s, 3m or 2h.');
  return lifetime;
}
