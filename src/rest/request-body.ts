/** The body of a call: unpacked (rest-data.md 1), and read as JSON (2.8). */
import type { FastifyRequest } from 'fastify';
import { check, refuse } from '../refusals/check.ts';
import { unpacked } from '../wire/gzip.ts';
import { jsonProblem } from '../wire/jackson.ts';
import { isRecord } from '../wire/json.ts';
import type { RestCall } from './call.ts';

/** Bytes of a body, as sent and unpacked: room for 200 records with a long text of 32,000 characters each. */
export const REST_BODY_LIMIT = 8 * 1024 * 1024;

/** @throws Refusal */
export async function textOfBody(request: FastifyRequest): Promise<string> {
  const { headers, otherBody } = request;
  if (!otherBody) return '';
  const encoding = headers['content-encoding'];
  const bytes = await unpacked(otherBody, encoding, REST_BODY_LIMIT);
  if (bytes === 'too large') return refuse(request, 'request.too-large', { limit: REST_BODY_LIMIT });
  check(request, 'rest.packing', bytes !== 'not packed', { encoding: String(encoding) });
  return bytes.toString();
}

/** @throws Refusal */
export function readBody(call: RestCall): Readonly<Record<string, unknown>> {
  const { body } = call;
  check(call, 'record.no-body', body !== '', { length: Buffer.byteLength(body) });
  if (body.length > FEW && membersIn(body) > MOST_MEMBERS)
    refuse(call, 'record.json', { problem: `The request body has more than ${MOST_MEMBERS} members` });
  const value = parse(call, body);
  if (isRecord(value)) return value;
  const problem = `Can not deserialize SObject out of ${tokenOf(value)} token at [line:1, column:1]`;
  return refuse(call, 'record.json', { problem });
}

/** So short a text has no members that take long. */
const FEW = 500_000;
/** Two hundred records of five hundred fields each. To list the members of a larger object takes seconds. */
const MOST_MEMBERS = 100_000;

/** Colons outside of texts. */
function membersIn(json: string): number {
  let members = 0;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') isText = !isText;
    else if (isText && character === '\\') at++;
    else if (!isText && character === ':') members++;
  }
  return members;
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
