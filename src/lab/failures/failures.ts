/**
 * The failures a test armed. A request is counted once by a failure whose conditions it meets, in the order of arming; the
 * first that strikes is the only one, and those armed after it do not count that request. No chance is involved.
 */
import { endpointOf } from '../../journal/entry.ts';
import { factsOf, type RefusalName } from '../../refusals/catalogue.ts';
import type { Place } from '../../refusals/place.ts';
import type { ArmedFailures, Trace } from '../../refusals/trace.ts';
import { eventScenario } from './scenarios/index.ts';
import type { EventScenario } from './scenarios/scenario.ts';

/** What goes wrong on the way, though the request was answered. */
export const FAULTS = ['reset', 'empty', 'truncate', 'slow-headers', 'slow-body'] as const;
export type Fault = (typeof FAULTS)[number];

/** An answer in the place of Salesforce's: nothing of the request is carried out. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Which requests are meant: those for which all of it is true. */
export interface Where {
  /** In the words of the journal: `token`, `userinfo`, `rest`. */
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
  /** Something that happens to the org, by the name of its scenario. */
  | { readonly scenario: string }
  | { readonly response: RawResponse }
  | { readonly fault: Fault }
  | { readonly delayOnly: true };

export interface Order {
  readonly effect: Effect;
  /** How many requests it strikes; undefined: no end. */
  readonly times: number | undefined;
  /** 2: every second request that it counts. */
  readonly every: number;
  /** Requests that it counts and lets pass first. */
  readonly after: number;
  /** Milliseconds of real time that the answer waits. */
  readonly delay: number;
  readonly where: Where;
}

export interface Failure extends Order {
  readonly id: string;
  /** Requests that met its conditions. */
  seen: number;
  /** Requests that it struck. */
  struck: number;
}

/** What is known of a request at the time. */
export interface Known {
  readonly path: string;
  readonly grantType: string | undefined;
  readonly clientId: string | undefined;
  readonly username: string | undefined;
  readonly org: string | undefined;
}

export class Failures implements ArmedFailures {
  /** The values of `grant_type` that there are. */
  readonly grantTypes: readonly string[];
  #armed: Failure[] = [];
  #counted = 0;
  /** Who has counted a request already: it passes several places on its way. */
  #seenBy = new WeakMap<Trace, Set<Failure>>();
  #events = new WeakMap<Trace, EventScenario>();

  constructor(grantTypes: Iterable<string>) {
    this.grantTypes = [...grantTypes];
  }

  get isEmpty(): boolean {
    return this.#armed.length === 0;
  }

  arm(order: Order): Failure {
    const failure = { ...order, id: `f${++this.#counted}`, seen: 0, struck: 0 };
    this.#armed.push(failure);
    return failure;
  }

  /** Those that can still strike, in the order of arming. @param org narrows to those armed for this org */
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

  /** Puts others in the place of all. */
  restore(armed: readonly Failure[]): void {
    this.#armed = [...armed];
    this.#counted = Math.max(this.#counted, ...armed.map(({ id }) => Number(id.slice(1))));
  }

  refusalAt(trace: Trace, place: Place): { id: string; name: RefusalName } | undefined {
    const nameHere = (effect: Effect) =>
      refusalsOf(effect).find((name) => isOf(name, place, trace.grantType));
    const struck = this.#strike(trace, knownOf(trace), ({ effect }) => nameHere(effect) !== undefined);
    const name = struck && nameHere(struck.effect);
    if (struck === undefined || name === undefined) return undefined;
    if ('scenario' in struck.effect) this.#events.set(trace, eventScenario(struck.effect.scenario));
    return { id: struck.id, name };
  }

  /** What is to happen to the org before a request is answered, if it was struck by such a scenario. */
  eventOf(trace: Trace): EventScenario | undefined {
    return this.#events.get(trace);
  }

  refusalNamed(trace: Trace, name: RefusalName): { id: string } | undefined {
    return this.#strike(
      trace,
      knownOf(trace),
      ({ effect }) => 'refusal' in effect && effect.refusal === name,
    );
  }

  response(trace: Trace, known: Known): RawResponse | undefined {
    const struck = this.#strike(trace, known, ({ effect }) => 'response' in effect);
    return struck && 'response' in struck.effect ? struck.effect.response : undefined;
  }

  /** Of a request that is answered, with or without success. */
  fault(trace: Trace): Fault | undefined {
    const struck = this.#strike(
      trace,
      knownOf(trace),
      ({ effect }) => 'fault' in effect || 'delayOnly' in effect,
    );
    return struck && 'fault' in struck.effect ? struck.effect.fault : undefined;
  }

  #strike(trace: Trace, known: Known, isMeant: (failure: Failure) => boolean): Failure | undefined {
    if (trace.struck !== undefined) return undefined;
    const seenBy = this.#seenBy.get(trace) ?? new Set();
    this.#seenBy.set(trace, seenBy);
    for (const failure of this.#armed) {
      if (seenBy.has(failure) || !isMeant(failure) || !meets(known, failure.where)) continue;
      seenBy.add(failure);
      failure.seen++;
      const turn = failure.seen - failure.after;
      if (turn < 1 || turn % failure.every !== 0) continue;
      failure.struck++;
      if (failure.struck === failure.times) this.disarm(failure.id);
      trace.struck = { id: failure.id, what: whatOf(failure.effect), delay: failure.delay };
      return failure;
    }
    return undefined;
  }
}

/** Those that an effect can refuse by. */
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

/** The page that asks the user is a part of the authorize endpoint to everyone but the router. */
function endpointsOf(path: string): string[] {
  const word = endpointOf(path);
  return path.includes('RemoteAccessAuthorizationPage') ? [word, 'authorize'] : [word];
}
