/** The JSON body of a call (rest-data.md 2.8). */
import { check, refuse } from '../refusals/check.ts';
import { jsonProblem } from '../wire/jackson.ts';
import { isRecord } from '../wire/json.ts';
import type { RestCall } from './call.ts';

/** @throws Refusal */
export function readBody(call: RestCall): Readonly<Record<string, unknown>> {
  const { body } = call;
  check(call, 'record.no-body', body !== '', { length: Buffer.byteLength(body) });
  const value = parse(call, body);
  if (isRecord(value)) return value;
  const problem = `Can not deserialize SObject out of ${tokenOf(value)} token at [line:1, column:1]`;
  return refuse(call, 'record.json', { problem });
}

function parse(call: RestCall, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(call, 'record.json', { problem: jsonProblem(text) });
  }
}

/** What Jackson calls the first token of a value. */
function tokenOf(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY';
  if (value === null) return 'VALUE_NULL';
  if (typeof value === 'boolean') return value ? 'VALUE_TRUE' : 'VALUE_FALSE';
  return typeof value === 'number' ? 'VALUE_NUMBER_INT' : 'VALUE_STRING';
}
