/** How the table of policies is written, and how a flow runs its column of it. */

import { type Flow, flows } from '../org/flows.ts';
import type { RefusalName, ValuesOf } from '../refusals/catalogue.ts';
import { check, type Traced } from '../refusals/check.ts';
import type { Certainty } from '../refusals/refusal.ts';
import type { AccessFacts, AppFacts, FlowFacts, Policy, RateFacts, UserFacts } from './policy.ts';

/** What is known when a stage is reached, in the order of the stages (model.md 4.8). */
export interface FactsAt {
  /** The consumer key has been read. */
  readonly client: AppFacts;
  readonly app: AppFacts;
  /** The flow has been read. */
  readonly flow: FlowFacts;
  /** The user is named, and a password is about to be looked at. */
  readonly password: UserFacts;
  /** The user is known, and has proved it. */
  readonly user: UserFacts;
  readonly access: AccessFacts;
  /** The scopes have been checked. */
  readonly level: AccessFacts;
  /** Everything else holds: the log-in is counted. */
  readonly rate: RateFacts;
}
export type Stage = keyof FactsAt;

/** Refusals whose sentence these values fill. */
type RefusalFor<Values> = {
  [Name in RefusalName]: Values extends ValuesOf<Name> ? Name : never;
}[RefusalName];

/** The browser's log-in counts no longer: the page asks the user to log in again. */
export const LOG_IN_AGAIN = { logIn: 'again' } as const;
/** The token is as good as revoked; every resource says so in its own words. */
export interface Ended {
  readonly ended: TokenEnd;
}
/** Why, in words that follow "the access token is". */
export type TokenEnd = 'of a blocked app' | 'of an inactive org' | 'of an inactive user';
/** The policy has no say here. */
export interface Exempt {
  readonly because: string;
}

export type Cell = RefusalName | typeof LOG_IN_AGAIN | Ended | Exempt;
type CellFor<Values> = RefusalFor<Values> | typeof LOG_IN_AGAIN | Ended | Exempt;

export const ended = (words: TokenEnd): Ended => ({ ended: words });
export const exempt = (because: string): Exempt => ({ because });

const PAGES = ['web-server', 'user-agent', 'device-page', 'saml'] as const satisfies Flow[];
const ALL = Object.keys(flows) as Flow[];
const STAGES: readonly Stage[] = ['client', 'app', 'flow', 'password', 'user', 'access', 'level', 'rate'];

/** By flow; `pages` and `tokens` stand for the pages on the way, and for every request for a token, that are not named. */
type Cells<Values> = { readonly [Key in Flow | 'pages' | 'tokens']?: CellFor<Values> } & {
  readonly 'log-in': CellFor<Values>;
  readonly rest: CellFor<Values>;
};

/** How it is known that Salesforce demands this; each refusal says how its answer is known. */
export interface DemandEvidence {
  readonly section: string;
  readonly certainty: Certainty;
}

/** One line of the table. */
export interface PolicyRow {
  readonly stage: Stage;
  readonly name: string;
  readonly demands: string;
  readonly evidence: DemandEvidence;
  readonly cells: Readonly<Record<Flow, Cell>>;
  // `never`, because each stage passes facts of its own type.
  /** Whether somebody has set it, as far as it matters here. */
  readonly isSet: (facts: never) => boolean;
  readonly holds: (facts: never) => boolean;
  readonly check: (request: Traced, refusal: RefusalName, facts: never) => void;
}

export function policyRow<At extends Stage, Values>(
  stage: At,
  policy: Policy<FactsAt[At], Values>,
  evidence: DemandEvidence,
  cells: Cells<Values>,
): PolicyRow {
  const { name, demands, isSet = () => true, holds, values } = policy;
  return {
    stage,
    name,
    demands,
    evidence,
    cells: byName(ALL, (flow) => cellOf(flow, cells as unknown as AnyCells, name)),
    isSet,
    holds,
    check: (request, refusal, facts) => check(request, refusal, holds(facts), values(facts) as never),
  };
}

/** Of any values: the compiler does not compare so many names of refusals with each other. */
type AnyCells = Readonly<Record<string, Cell | undefined>>;

function cellOf(flow: Flow, cells: AnyCells, policy: string): Cell {
  const group = (PAGES as readonly Flow[]).includes(flow) ? 'pages' : 'tokens';
  const cell = cells[flow] ?? cells[group];
  if (cell === undefined) throw new TypeError(`the policy ${policy} says nothing of the flow ${flow}`);
  return cell;
}

export type Refusing = readonly [row: PolicyRow, refusal: RefusalName];

/** A table, sorted into what each flow has to run. */
export class PolicyTable {
  readonly rows: readonly PolicyRow[];
  readonly #refusing: Readonly<Record<Flow, Readonly<Record<Stage, readonly Refusing[]>>>>;
  readonly #again: ReadonlyMap<Flow, readonly PolicyRow[]>;
  readonly #ending: readonly (readonly [PolicyRow, TokenEnd])[];

  constructor(rows: readonly PolicyRow[]) {
    this.rows = rows;
    this.#refusing = byName(ALL, (flow) => byName(STAGES, (stage) => refusing(rows, stage, flow)));
    this.#again = new Map(
      ALL.map((flow) => [flow, rows.filter(({ cells }) => cells[flow] === LOG_IN_AGAIN)]),
    );
    this.#ending = rows.flatMap((row) => {
      const { rest } = row.cells;
      return typeof rest === 'object' && 'ended' in rest ? [[row, rest.ended] as const] : [];
    });
  }

  /** Checks what a flow has to check at a stage, in order. @throws Refusal */
  check<At extends Stage>(request: Traced, stage: At, facts: FactsAt[At]): void {
    for (const [row, refusal] of this.#refusing[facts.flow][stage]) {
      if (row.isSet(facts as never)) row.check(request, refusal, facts as never);
    }
  }

  /** The same without a word, for who has another way out than a refusal. */
  holds<At extends Stage>(stage: At, facts: FactsAt[At]): boolean {
    return this.#refusing[facts.flow][stage].every(
      ([row]) => !row.isSet(facts as never) || row.holds(facts as never),
    );
  }

  /** The rows by which a flow refuses at a stage. */
  column(stage: Stage, flow: Flow): readonly Refusing[] {
    return this.#refusing[flow][stage];
  }

  /** Whether a browser's log-in still counts for a flow. */
  countsAsLoggedIn(facts: UserFacts): boolean {
    return (this.#again.get(facts.flow) ?? []).every(
      (row) => !row.isSet(facts as never) || row.holds(facts as never),
    );
  }

  /** Why an existing token is as good as revoked; undefined if it is not. */
  endOf(facts: Pick<AccessFacts, 'org' | 'user' | 'app'>): TokenEnd | undefined {
    return this.#ending.find(([row]) => row.isSet(facts as never) && !row.holds(facts as never))?.[1];
  }
}

function refusing(rows: readonly PolicyRow[], stage: Stage, flow: Flow): readonly Refusing[] {
  return rows.flatMap((row) => {
    const cell = row.cells[flow];
    return row.stage === stage && typeof cell === 'string' ? [[row, cell] as const] : [];
  });
}

function byName<Name extends string, Value>(
  names: readonly Name[],
  valueFor: (name: Name) => Value,
): Readonly<Record<Name, Value>> {
  return Object.fromEntries(names.map((name) => [name, valueFor(name)])) as Record<Name, Value>;
}
