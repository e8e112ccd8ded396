/** `/composite/batch`: up to 25 calls, each by itself (rest-data.md 5.2). */
import { check } from '../../refusals/check.ts';
import { ok, type RestAnswer } from '../answer.ts';
import type { Resource, RestCall } from '../call.ts';
import { readBody } from '../request-body.ts';
import { partsIn } from './parts.ts';

export const batch: Resource = { path: '/composite/batch', methods: { POST: runBatch } };

const HALTED = {
  statusCode: 412,
  result: [
    {
      errorCode: 'BATCH_PROCESSING_HALTED',
      message: 'Batch processing halted per request: a previous batch request had failed.',
    },
  ],
};

async function runBatch(call: RestCall): Promise<RestAnswer> {
  const { batchRequests, haltOnError } = readBody(call);
  const parts = partsIn(call, batchRequests, 'batchRequests');
  call.usage.count(call.access.org.id, Math.max(0, parts.length - 1));
  const results: { readonly statusCode: number; readonly result: unknown }[] = [];
  for (const part of parts) {
    const { method, url, richInput } = part;
    check(call, 'record.records', typeof method === 'string' && typeof url === 'string', {
      member: 'batchRequests',
    });
    const isHalted = haltOnError === true && results.some(({ statusCode }) => statusCode >= 400);
    if (isHalted) results.push(HALTED);
    else {
      const answer = await call.answerPart(call, { method, url: whole(url), headers: {}, body: richInput });
      results.push({ statusCode: answer.status, result: answer.body ?? null });
    }
  }
  return ok({ hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
}

/** `v58.0/limits` is under `/services/data/`. */
function whole(url: string): string {
  return url.startsWith('/services/data/') ? url : `/services/data/${url.replace(/^\//, '')}`;
}
