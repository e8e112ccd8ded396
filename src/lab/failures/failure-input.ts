/** Reads what a test arms, and refuses what could never strike. */

import { readDuration } from '../../ground/duration.ts';
import { namesWithAWordOf, nearestTo } from '../../ground/nearest.ts';
import { validateHeaderName, validateHeaderValue } from '../../ground/node-http.ts';
import { ENDPOINT_WORDS } from '../../journal/endpoints.ts';
import { catalogue, type RefusalName } from '../../refusals/catalogue.ts';
import { asWord, isRecord } from '../../wire/json.ts';
import type { LabWorld } from '../lab-world.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readObject, readWord } from '../plane/input.ts';
import {
  type Effect,
  FAULTS,
  type Order,
  type RawResponse,
  refusalsOf,
  type Where,
  whatOf,
} from './failures.ts';
import { reachOfAny } from './reach.ts';
import { SCENARIOS } from './scenarios/index.ts';

export const MEMBERS = [
  'refusal',
  'response',
  'fault',
  'scenario',
  'times',
  'every',
  'after',
  'delay',
  'where',
] as const;
export const WHERE = ['endpoint', 'grant_type', 'client_id', 'username', 'org'] as const;
export const EFFECTS = ['refusal', 'response', 'fault', 'scenario'] as const;

/** Milliseconds of real time. A test that waited longer would seem to hang. */
const LONGEST_DELAY = 120_000;
/** Milliseconds that `slow-headers` and `slow-body` wait when no delay is given. */
const SLOW = 5_000;
export const MOST = 1_000_000;

/** Where the apps, users and orgs are looked up that conditions name. */
type Known = Pick<LabWorld, 'orgs' | 'failures'>;

type Said = Partial<Record<(typeof MEMBERS)[number], unknown>>;

/**
 * Reads one order, or the orders of a scenario.
 *
 * @param org the org that orders without `where.org` are limited to
 * @throws LabProblem
 */
export function readOrders(body: unknown, world: Known, org?: string): Order[] {
  const said = readObject(body, MEMBERS);
  const named = EFFECTS.filter((name) => said[name] !== undefined);
  if (named.length > 1) {
    throw new LabProblem(400, `${named.join(' and ')} exclude each other: arm one failure for each`);
  }
  if (named.length === 0 && said.delay === undefined) {
    throw new LabProblem(400, `nothing is to fail: give ${EFFECTS.join(', ')} or delay`);
  }
  const orders = said.scenario === undefined ? [said] : ordersOfScenario(said);
  return orders.map((order) => readOrder(org === undefined ? order : ofOrg(order, org), world));
}

function ofOrg(said: Said, org: string): Said {
  return { ...said, where: { org, ...(said.where === undefined ? {} : readObject(said.where, WHERE)) } };
}

/** The orders of a scenario. The request's own members replace the scenario's. */
function ordersOfScenario({ scenario, ...said }: Said): Said[] {
  const name = readWord('scenario', scenario, Object.keys(SCENARIOS));
  const told = SCENARIOS[name];
  if (!told || 'refusals' in told) return [{ ...said, scenario: name }];
  return told.failures.map((step) => ({
    ...step,
    ...said,
    where: { ...step.where, ...(said.where === undefined ? {} : readObject(said.where, WHERE)) },
  }));
}

function readOrder(said: Said, world: Known): Order {
  const effect = readEffect(said);
  const every = readCount('every', said.every, 1) ?? 1;
  const isSlow = 'fault' in effect && effect.fault.startsWith('slow');
  const order = {
    effect,
    times: readCount('times', said.times, 1) ?? (said.every === undefined ? 1 : undefined),
    every,
    after: readCount('after', said.after, 0) ?? 0,
    delay: said.delay === undefined ? (isSlow ? SLOW : 0) : readDelay(said.delay),
    where: readWhere(said.where, world),
  };
  refuseImpossible(order);
  return order;
}

function readEffect({ refusal, scenario, response, fault }: Said): Effect {
  if (refusal !== undefined) return { refusal: readRefusal(refusal) };
  if (typeof scenario === 'string') return { scenario };
  if (response !== undefined) return { response: readResponse(response) };
  if (fault !== undefined) return { fault: readWord('fault', fault, FAULTS) };
  return { delayOnly: true };
}

function readRefusal(value: unknown): RefusalName {
  const names = Object.keys(catalogue) as RefusalName[];
  const name = names.find((candidate) => candidate === value);
  if (name !== undefined) return name;
  const word = asWord(value);
  const nearest = nearestNames(word, names);
  const hint =
    nearest.length === 0 ? 'GET /_fauxforce/refusals lists them' : `did you mean ${nearest.join(', ')}?`;
  throw new LabProblem(400, `there is no refusal '${word}': ${hint}`);
}

/** The name with the fewest edits, and the names that share a part with the word. */
function nearestNames(word: string, names: readonly RefusalName[]): string[] {
  const nearest = nearestTo(word, names);
  const related = namesWithAWordOf(word.slice(0, 100), names, 4);
  return [...new Set([...(nearest ? [nearest] : []), ...related])].slice(0, 6);
}

function readResponse(value: unknown): RawResponse {
  const { status, headers = {}, body = '' } = readObject(value, ['status', 'headers', 'body']);
  if (!Number.isInteger(status) || Number(status) < 200 || Number(status) > 599) {
    throw new LabProblem(
      400,
      `response.status '${asWord(status)}' is not a status: write a number from 200 to 599`,
    );
  }
  const isJson = typeof body !== 'string';
  const type: Record<string, string> = isJson ? { 'content-type': 'application/json;charset=UTF-8' } : {};
  return {
    status: Number(status),
    headers: { ...type, ...readHeaders(headers) },
    body: isJson ? JSON.stringify(body) : body,
  };
}

/** Headers that frame the message: only the server may set them. */
const FRAMING = /^(?:content-length|transfer-encoding|connection|trailer|upgrade)$/i;

function readHeaders(value: unknown): Record<string, string> {
  if (!isRecord(value)) {
    throw new LabProblem(400, 'response.headers must be an object of names and values');
  }
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, String(text));
    } catch {
      throw new LabProblem(400, `response.headers.${name} is not a header that can be sent`);
    }
    if (typeof text !== 'string' || FRAMING.test(name)) {
      throw new LabProblem(400, `response.headers.${name} cannot be set: leave it out`);
    }
    headers[name.toLowerCase()] = text;
  }
  return headers;
}

function readCount(name: string, value: unknown, least: number): number | undefined {
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > MOST) {
    throw new LabProblem(
      400,
      `${name} '${asWord(value)}' is not a number of requests: write ${least} or more`,
    );
  }
  return Number(value);
}

function readDelay(value: unknown): number {
  const delay = typeof value === 'string' ? readDuration(value) : undefined;
  if (delay === undefined || delay <= 0 || delay > LONGEST_DELAY) {
    throw new LabProblem(400, `delay '${asWord(value)}' is not a delay: write 500ms, 3s or up to 2m`);
  }
  return delay;
}

function readWhere(value: unknown, { orgs, failures }: Known): Where {
  if (value === undefined) return {};
  const said = readObject(value, WHERE);
  const where: Partial<Record<(typeof WHERE)[number], string>> = {};
  for (const name of WHERE) {
    const word = said[name];
    if (word === undefined) continue;
    if (typeof word !== 'string') throw new LabProblem(400, `where.${name} must be a text`);
    where[name] = word;
  }
  const { endpoint, grant_type, client_id, username, org } = where;
  if (endpoint !== undefined) readWord('where.endpoint', endpoint, ENDPOINT_WORDS);
  if (grant_type !== undefined) readWord('where.grant_type', grant_type, failures.grantTypes);
  if (client_id !== undefined && !orgs.app(client_id)) throw unknown('client_id', client_id, 'app');
  if (username !== undefined && !orgs.userByUsername(username)) throw unknown('username', username, 'user');
  const known =
    org === undefined ? undefined : orgs.orgs.find(({ id }) => id === org || id.slice(0, 15) === org);
  if (org !== undefined && !known) throw unknown('org', org, 'org');
  return known ? { ...where, org: known.id } : where;
}

function unknown(name: string, value: string, kind: string): LabProblem {
  return new LabProblem(400, `where.${name} '${asWord(value)}' is no ${kind} of this server`);
}

/** Refuses an order that can never strike, because no request can meet its conditions there. @throws LabProblem */
function refuseImpossible({ effect, where }: Order): void {
  const what = whatOf(effect);
  const { endpoint, grant_type, username, org } = where;
  if (endpoint !== undefined && endpoint !== 'token' && grant_type !== undefined) {
    throw new LabProblem(400, `no request to ${endpoint} has a grant_type: leave out one of them`);
  }
  const isEarly = 'response' in effect;
  if (isEarly && username !== undefined) {
    throw new LabProblem(
      400,
      'a response is given before anybody looks who the user is: leave out where.username',
    );
  }
  const refusals = refusalsOf(effect);
  if (refusals.length === 0) return;
  const { endpoints, grants, places } = reachOfAny(refusals);
  if (endpoint !== undefined && endpoints && !endpoints.includes(endpoint)) {
    throw new LabProblem(
      400,
      `${what} is never refused at ${endpoint}: it belongs to ${[...new Set(endpoints)].join(', ')}`,
    );
  }
  if (grant_type !== undefined && !places.includes('token')) {
    throw new LabProblem(400, `${what} is not of the token endpoint: leave out where.grant_type`);
  }
  if (grant_type !== undefined && grants && !grants.includes(grant_type)) {
    const own = grants.filter((grant) => grant !== '');
    const hint = own.length === 0 ? 'requests without grant_type' : own.join(', ');
    throw new LabProblem(400, `${what} is never refused for ${grant_type}: it belongs to ${hint}`);
  }
  if (places.includes('server') && (username ?? org) !== undefined) {
    throw new LabProblem(
      400,
      `${what} is refused before anybody looks who the user is: leave out where.username and where.org`,
    );
  }
}
