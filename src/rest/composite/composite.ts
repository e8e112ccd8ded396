/** `/composite`: up to 25 calls, later ones with what earlier ones answered (rest-data.md 5.1). */
import { StagedRecords } from '../../data/staged-records.ts';
import { check, refuse } from '../../refusals/check.ts';
import { asText, isRecord } from '../../wire/json.ts';
import { ok, type RestAnswer } from '../answer.ts';
import type { Resource, RestCall } from '../call.ts';
import { REST_BODY_LIMIT, readBody } from '../request-body.ts';
import { partsIn } from './parts.ts';
import { type Answers, filled, MissingReference, NoRoom, type Room } from './references.ts';

export const composite: Resource = { path: '/composite', methods: { POST: runComposite } };

/** Of the calls, those that are queries or collections. */
const MOST_QUERIES = 5;
const IS_QUERY = /^\/services\/data\/v[^/]{1,10}\/(?:query|queryAll|composite\/sobjects)(?:[/?]|$)/;

/** How often all of it is done anew because somebody changed what it had read. */
const MOST_TRIES = 10;

async function runComposite(call: RestCall): Promise<RestAnswer> {
  const { compositeRequest, allOrNone } = readBody(call);
  const parts = partsIn(call, compositeRequest, 'compositeRequest');
  const count = parts.filter(({ url }) => typeof url === 'string' && IS_QUERY.test(url)).length;
  check(call, 'record.too-many-queries', count <= MOST_QUERIES, { count, most: MOST_QUERIES });
  const names = parts.map(({ referenceId }) => referenceId);
  for (const [i, name] of names.entries()) {
    const isOwn = typeof name === 'string' && name !== '' && names.indexOf(name) === i;
    check(call, 'record.reference-id', isOwn, { referenceId: asText(name) });
  }
  const responses = allOrNone === true ? await together(call, parts) : await oneByOne(call, parts);
  return ok({ compositeResponse: responses });
}

/** A call's answer in its place. */
interface Response {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: unknown;
}

type Parts = readonly Readonly<Record<string, unknown>>[];

async function oneByOne(call: RestCall, parts: Parts): Promise<Response[]> {
  const answers: Answers = new Map();
  const room: Room = { left: REST_BODY_LIMIT };
  const responses: Response[] = [];
  for (const part of parts) {
    const { referenceId } = part;
    const { body = null, headers = {}, status } = await answerOf(call, part, answers, room);
    answers.set(String(referenceId), body);
    responses.push({ body, httpHeaders: headers, httpStatusCode: status, referenceId });
  }
  return responses;
}

/** Every call sees what the ones before it did; all of it is written at the end, if none was refused. */
async function together(call: RestCall, parts: Parts): Promise<Response[]> {
  const { session } = call;
  for (let tries = 1; ; tries++) {
    const records = new StagedRecords(session.records);
    const responses = await oneByOne({ ...call, session: { ...session, records } }, parts);
    const failed = responses.some(({ httpStatusCode }) => httpStatusCode >= 400);
    if (failed) return responses.map(halted);
    if (await records.write(session.org.id, session.now)) return responses;
    if (tries === MOST_TRIES) refuse(call, 'record.row-lock', { id: String(parts[0]?.referenceId) });
  }
}

/** What a call says that was undone because another one failed. */
function halted(response: Response): Response {
  if (response.httpStatusCode >= 400) return response;
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  return {
    body: [{ errorCode: 'PROCESSING_HALTED', message }],
    httpHeaders: {},
    httpStatusCode: 400,
    referenceId: response.referenceId,
  };
}

async function answerOf(
  call: RestCall,
  part: Readonly<Record<string, unknown>>,
  answers: Answers,
  room: Room,
): Promise<RestAnswer> {
  const { method, url, body, httpHeaders } = part;
  check(call, 'record.records', typeof method === 'string' && typeof url === 'string', {
    member: 'compositeRequest',
  });
  try {
    const headers = isRecord(httpHeaders) ? headersOf(httpHeaders) : {};
    return await call.answerPart(call, {
      method,
      url: String(filled(url, answers, room)),
      headers,
      body: filled(body, answers, room),
    });
  } catch (error) {
    if (!(error instanceof MissingReference || error instanceof NoRoom)) throw error;
    return { status: 400, body: [{ errorCode: 'PROCESSING_HALTED', message: error.message }] };
  }
}

function headersOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), asText(value)]),
  );
}
