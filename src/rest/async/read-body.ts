/** The body of a call about a job: a few members, as XML or JSON (rest-data.md 7). */
import { check, refuse } from '../../refusals/check.ts';
import { jsonProblem } from '../../wire/jackson.ts';
import { isRecord } from '../../wire/json.ts';
import type { AsyncCall } from './call.ts';
import { type Members, readMembers } from './xml.ts';

/** Bytes. */
const MOST = 100_000;

/** @throws Refusal */
export async function readJobBody(call: AsyncCall): Promise<Members> {
  const text = await textOf(call);
  if (call.isJsonSent) return readJson(call, text);
  try {
    return await readMembers(text, 'jobInfo');
  } catch (error) {
    return refuse(call, 'async.xml', { problem: (error as Error).message });
  }
}

function readJson(call: AsyncCall, text: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(call, 'async.json', { problem: jsonProblem(text) });
  }
  check(call, 'async.json', isRecord(value), { problem: 'an object is needed' });
  return value;
}

/** @throws Refusal */
async function textOf(call: AsyncCall): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of call.stream.iterator({ destroyOnReturn: false })) {
      size += (piece as Buffer).length;
      if (size > MOST) break;
      pieces.push(piece as Buffer);
    }
  } catch {
    refuse(call, 'bulk.encoding', {});
  }
  check(call, 'bulk.too-large', size <= MOST, { most: MOST });
  return Buffer.concat(pieces).toString('utf8').trim();
}
