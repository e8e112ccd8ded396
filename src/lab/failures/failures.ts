/**
 * The failures that tests armed. A failure counts each request that meets its conditions once, in whichever process on the store. Failures
 * are asked in the order of arming; after one strikes, those armed later do not count the request. Nothing is random.
 */
import { endpointOf } from '../../journal/endpoints.ts';
import { factsOf, type RefusalName } from '../../refusals/catalogue.ts';
import type { Place } from '../../refusals/place.ts';
import type { ArmedFailures, Trace } from '../../refusals/trace.ts';
import { eventScenario } from './scenarios/index.ts';
import type { EventScenario } from './scenarios/scenario.ts';

/** What goes wrong in the network after the request was answered. */
export const FAULTS = ['reset', 'empty', 'truncate', 'slow-headers', 'slow-body'] as const;
export type Fault = (typeof FAULTS)[number];

/** An answer instead of Salesforce's. The request is not carried out. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Conditions of a request: all of them must be true. */
export interface Where {
  /** The journal's word for the endpoint: `token`, `userinfo`, `rest`. */
  readonly endpoint?: string;
  readonly grant_type?: string;
  readonly client_id?: string;
  readonly username?: string;
  /** Org id of 15 or 18 characters. */
  readonly org?: string;
}

/** What happens to a request that is struck. */
export type Effect =
  | { readonly refusal: RefusalName }
  /** The name of a scenario in which something happens to the org. */
  | { readonly scenario: string }
  | { readonly response: RawResponse }
  | { readonly fault: Fault }
  | { readonly delayOnly: true };

export interface Order {
  readonly effect: Effect;
  /** How many requests it strikes; undefined: without end. */
  readonly times: number | undefined;
  /** 2: it strikes every second request that it counts. */
  readonly every: number;
  /** How many counted requests pass before it strikes. */
  readonly after: number;
  /** Milliseconds of real time by which the answer is delayed. */
  readonly delay: number;
  readonly where: Where;
}

export interface Failure extends Order {
  readonly id: string;
  /** How many requests met its conditions. */
  seen: number;
  /** How many requests it struck. */
  struck: number;
}

/** What is known about a request when it is compared with conditions. */
export interface Known {
  readonly path: string;
  readonly grantType: string | undefined;
  readonly clientId: string | undefined;
  readonly username: string | undefined;
  readonly org: string | undefined;
}

/** Makes a change of what all processes on the store share: it may be made again, on what another process made meanwhile. */
export type Share = <Result>(change: () => Result) => Promise<Result>;

/** Everything that {@link Failures} keeps. */
export interface FailuresState {
  readonly armed: readonly Failure[];
  /** How many were ever armed. */
  readonly counted: number;
}

/** What one request was counted by. */
interface Counted {
  readonly ids: readonly string[];
  /** The one that strikes it. */
  readonly strikes: Failure | undefined;
}

export class Failures implements ArmedFailures {
  /** The values of `grant_type` that the token endpoint knows. */
  readonly grantTypes: readonly string[];
  readonly #share: Share;
  #armed: Failure[] = [];
  #counted = 0;
  /** The ids of failures that have counted a request: a request passes several places on its way, and counts once. */
  #seenBy = new WeakMap<Trace, Set<string>>();
  #events = new WeakMap<Trace, EventScenario>();

  /** @param share how counts of requests become those of all processes; left out: they are of this one */
  constructor(grantTypes: Iterable<string>, share: Share = async (change) => change()) {
    this.grantTypes = [...grantTypes];
    this.#share = share;
  }

  get isEmpty(): boolean {
    return this.#armed.length === 0;
  }

  arm(order: Order): Failure {
    const failure = { ...order, id: `f${++this.#counted}`, seen: 0, struck: 0 };
    this.#armed.push(failure);
    return failure;
  }

  /** The failures that can still strike, in the order of arming. @param org limits them to those armed for this org */
  list(org?: string): readonly Failure[] {
    return org === undefined ? this.#armed : this.#armed.filter(({ where }) => isSameOrg(where.org, org));
  }

  /** @returns whether it was armed */
  disarm(id: string): boolean {
    const before = this.#armed.length;
    this.#armed = this.#armed.filter((failure) => failure.id !== id);
    return this.#armed.length < before;
  }

  disarmAll(org?: string): void {
    this.#armed = org === undefined ? [] : this.#armed.filter(({ where }) => !isSameOrg(where.org, org));
  }

  /** Replaces all armed failures. */
  restore(armed: readonly Failure[]): void {
    this.#armed = [...armed];
    this.#counted = Math.max(this.#counted, ...armed.map(({ id }) => Number(id.slice(1))));
  }

  /** All of it, to be restored by {@link become}. */
  state(): FailuresState {
    return { armed: this.#armed, counted: this.#counted };
  }

  become({ armed, counted }: FailuresState): void {
    this.#armed = [...armed];
    this.#counted = counted;
  }

  async refusalAt(trace: Trace, place: Place): Promise<{ id: string; name: RefusalName } | undefined> {
    const nameHere = (effect: Effect) =>
      refusalsOf(effect).find((name) => isOf(name, place, trace.grantType));
    const struck = await this.#strike(trace, knownOf(trace), ({ effect }) => nameHere(effect) !== undefined);
    const name = struck && nameHere(struck.effect);
    if (struck === undefined || name === undefined) return undefined;
    if ('scenario' in struck.effect) this.#events.set(trace, eventScenario(struck.effect.scenario));
    return { id: struck.id, name };
  }

  /** The scenario that must change the org before the request is answered, if one struck it. */
  eventOf(trace: Trace): EventScenario | undefined {
    return this.#events.get(trace);
  }

  refusalNamed(trace: Trace, name: RefusalName): Promise<{ id: string } | undefined> {
    return this.#strike(
      trace,
      knownOf(trace),
      ({ effect }) => 'refusal' in effect && effect.refusal === name,
    );
  }

  async response(trace: Trace, known: Known): Promise<RawResponse | undefined> {
    const struck = await this.#strike(trace, known, ({ effect }) => 'response' in effect);
    return struck && 'response' in struck.effect ? struck.effect.response : undefined;
  }

  /** The fault of a request that was answered, with or without success. */
  async fault(trace: Trace): Promise<Fault | undefined> {
    const struck = await this.#strike(
      trace,
      knownOf(trace),
      ({ effect }) => 'fault' in effect || 'delayOnly' in effect,
    );
    return struck && 'fault' in struck.effect ? struck.effect.fault : undefined;
  }

  async #strike(
    trace: Trace,
    known: Known,
    isMeant: (failure: Failure) => boolean,
  ): Promise<Failure | undefined> {
    if (trace.struck !== undefined) return undefined;
    const seenBy = this.#seenBy.get(trace) ?? new Set();
    this.#seenBy.set(trace, seenBy);
    const isNext = (failure: Failure) =>
      !seenBy.has(failure.id) && isMeant(failure) && meets(known, failure.where);
    if (!this.#armed.some(isNext)) return undefined;
    const { ids, strikes } = await this.#share(() => this.#count(isNext));
    for (const id of ids) seenBy.add(id);
    if (strikes) trace.struck = { id: strikes.id, what: whatOf(strikes.effect), delay: strikes.delay };
    return strikes;
  }

  /** Counts a request by those that mean it, up to the one that strikes it. */
  #count(isNext: (failure: Failure) => boolean): Counted {
    const ids: string[] = [];
    for (const failure of this.#armed.filter(isNext)) {
      ids.push(failure.id);
      failure.seen++;
      const turn = failure.seen - failure.after;
      if (turn < 1 || turn % failure.every !== 0) continue;
      failure.struck++;
      if (failure.struck === failure.times) this.disarm(failure.id);
      return { ids, strikes: failure };
    }
    return { ids, strikes: undefined };
  }
}

/** The refusals that an effect can refuse by. */
export function refusalsOf(effect: Effect): readonly RefusalName[] {
  if ('refusal' in effect) return [effect.refusal];
  return 'scenario' in effect ? eventScenario(effect.scenario).refusals : [];
}

/** The name of a refusal or of a scenario, `response`, a fault, or `delay`. */
export function whatOf(effect: Effect): string {
  if ('refusal' in effect) return effect.refusal;
  if ('scenario' in effect) return effect.scenario;
  if ('fault' in effect) return effect.fault;
  return 'response' in effect ? 'response' : 'delay';
}

function knownOf({ path, grantType, clientId, username, org, parameters }: Trace): Known {
  return {
    path,
    grantType: grantType ?? parameters?.get('grant_type'),
    clientId: clientId ?? parameters?.get('client_id'),
    username: username ?? parameters?.get('username'),
    org,
  };
}

function isOf(name: RefusalName, place: Place, grantType: string | undefined): boolean {
  const { places, grants } = factsOf(name).at;
  return places.includes(place) && (place !== 'token' || (grants?.includes(grantType ?? '') ?? true));
}

function meets(known: Known, where: Where): boolean {
  return (
    (where.endpoint === undefined || endpointsOf(known.path).includes(where.endpoint)) &&
    (where.grant_type === undefined || where.grant_type === known.grantType) &&
    (where.client_id === undefined || where.client_id === known.clientId) &&
    (where.username === undefined || where.username.toLowerCase() === known.username?.toLowerCase()) &&
    (where.org === undefined || isSameOrg(where.org, known.org))
  );
}

/** Ids of 15 and of 18 characters name the same org. */
function isSameOrg(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.slice(0, 15) === other?.slice(0, 15);
}

/** The approval page counts as a part of the authorize endpoint, too: only the router tells them apart. */
function endpointsOf(path: string): string[] {
  const word = endpointOf(path);
  return path.includes('RemoteAccessAuthorizationPage') ? [word, 'authorize'] : [word];
}
