/** The list of calls in a batch or a composite request. */
import { check } from '../../refusals/check.ts';
import { isRecord } from '../../wire/json.ts';
import type { RestCall } from '../call.ts';

const MOST_PARTS = 25;

/** @throws Refusal */
export function partsIn(
  call: RestCall,
  parts: unknown,
  member: string,
): readonly Readonly<Record<string, unknown>>[] {
  const isList = Array.isArray(parts) && parts.every(isRecord);
  check(call, 'record.records', isList, { member });
  check(call, 'record.too-many-calls', parts.length <= MOST_PARTS, { count: parts.length, most: MOST_PARTS });
  return parts;
}
