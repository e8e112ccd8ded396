/**
 * What happened to one request, written down while it happens: each check in order with what it compared.
 * Explaining is reading this trace; no rule is written twice.
 */

import { type Armed, type Compared, compare, Refusal, type RefusalName, type ValuesOf } from './catalogue.ts';
import type { Place } from './place.ts';
import { placeholder } from './placeholder.ts';
import type { AppKind } from './refusal.ts';
import { areSame, isSame } from './same.ts';

/** The failures that a test armed, as far as a trace asks for them. */
export interface ArmedFailures {
  /** The refusal that strikes a request which has come this far, if one does. */
  refusalAt(
    trace: Trace,
    place: Place,
  ): Promise<{ readonly id: string; readonly name: RefusalName } | undefined>;
  /** The same of one refusal by its name. */
  refusalNamed(trace: Trace, name: RefusalName): Promise<{ readonly id: string } | undefined>;
}

/** The failure that struck a request. */
export interface StrikingFailure {
  readonly id: string;
  /** A refusal's name, `response`, a fault, or `delay`. */
  readonly what: string;
  /** Milliseconds that the answer waits. */
  readonly delay: number;
}

/** How a request logged its user in, or tried to, in the words of LoginHistory (identity-and-resources.md 11). */
export interface LogIn {
  readonly type:
    | 'Application'
    | 'Remote Access 2.0'
    | 'Other Apex API'
    | 'Partner Product'
    | 'SAML Sfdc Initiated SSO';
  /** Where no grant type says it. */
  readonly subType?: string;
  /** The password was right, and a code of the user's authenticator is asked for. */
  readonly isChallenged?: true;
}

/** A log-in to an app by SAML, in the words of the Identity Provider Event Log (setup-pages.md A.4). */
export interface IdpLogIn {
  readonly initiatedBy: 'IdP' | 'SP' | 'OauthAuthorize' | 'OauthTokenExchange';
  /** Entity id of the app, as the request has it; empty while nobody knows. */
  readonly entityUrl: string;
  /** What was done; left out: the request led on, or was refused. */
  readonly event?: 'Success' | 'ForceAuthNLogout';
  /** The subject of the assertion. */
  readonly identityUsed?: string;
  /** Whether the app is told of log-outs. */
  readonly hasLogoutUrl?: true;
}

/** A log-in by SOAP: of a client that has a name, or of any (identity-and-resources.md 11; which is which is recalled). */
export function soapLogInType(client: string): LogIn['type'] {
  return client === '' ? 'Other Apex API' : 'Partner Product';
}

type Parameters = ReadonlyMap<string, string>;

export class Trace {
  readonly id: string;
  /** Milliseconds since the epoch, by the lab's clock. */
  readonly at: number;
  readonly method: string;
  /** Path without its query. */
  path: string;
  readonly startedAt: number;

  org: string | undefined;
  grantType: string | undefined;
  clientId: string | undefined;
  /** Of the app that asks: Setup has other screens for each kind. */
  appKind: AppKind | undefined;
  username: string | undefined;
  /** Whether the username is that of a user there is, and not only what somebody sent. */
  isUserKnown = false;
  /** Milliseconds of real time: it came no earlier. Undefined: it was read as soon as it came. */
  waitingSince: number | undefined;
  /** The caller's address. */
  ip: string | undefined;
  /** Set where it came by a tunnel, or as to a proxy. */
  via: 'proxy' | undefined;
  /** Set once the request has logged its user in. */
  logIn: LogIn | undefined;
  /** Set where the org is asked, or answers, as identity provider. */
  idp: IdpLogIn | undefined;
  /** What a person would have learned elsewhere, as from a mail: here the lab tells it. */
  notes: Readonly<Record<string, string>> | undefined;
  /** Where a page of ours led the browser by a script, which no header says. */
  ledTo: string | undefined;
  refusal: Refusal | undefined;
  /** Undefined while nothing is armed. */
  failures: ArmedFailures | undefined;
  struck: StrikingFailure | undefined;
  /** Lets go of what others have to wait for: called when the answer is about to leave. */
  release: (() => Promise<void>) | undefined;
  #parameters: Parameters | undefined;
  /** The text that the parameters were read from, where they are nothing else, and how it is read. */
  #form: string | undefined;
  #read: ((form: string) => Parameters) | undefined;
  /** The checks in order by name, and what each compared, or a function that says it: many requests wait for their entries, and an object for each check is much to collect. */
  #checks: RefusalName[] = [];
  #compared: unknown[] = [];
  /** Whether both are those of another trace, too. */
  #isShared = false;
  /** The places of those that failed. */
  #failedAt: Set<number> | undefined;

  constructor(facts: { id: string; at: number; method: string; path: string; startedAt: number }) {
    this.id = facts.id;
    this.at = facts.at;
    this.method = facts.method;
    this.path = facts.path;
    this.startedAt = facts.startedAt;
  }

  /** Parameters as received, secrets included: only fingerprints of those leave the trace. */
  get parameters(): Parameters | undefined {
    if (this.#parameters === undefined && this.#form !== undefined)
      this.#parameters = this.#read?.(this.#form);
    return this.#parameters;
  }

  set parameters(parameters: Parameters | undefined) {
    this.#parameters = parameters;
    this.#form = undefined;
  }

  /** Whoever waits keeps the text alone. @param read has read the parameters from it, and can do so again */
  parametersFrom(form: string, read: (form: string) => Parameters): void {
    this.#form = form;
    this.#read = read;
  }

  /** Writes down a check that has passed. @param values what was compared, or a function that says it */
  passedCheck(name: RefusalName, values: unknown): void {
    if (this.#isShared) this.#unshare();
    this.#checks.push(name);
    this.#compared.push(values);
  }

  /** The same of one that failed, where the request is not refused for it, or is by somebody else. */
  failedCheck(name: RefusalName, values: unknown): void {
    this.#failedAt ??= new Set();
    this.#failedAt.add(this.#checks.length);
    this.passedCheck(name, values);
  }

  /** The refusal of a check that failed, or of what went wrong outside one, for who throws or answers it. */
  failed<Name extends RefusalName>(name: Name, values: Compared<Name>): Refusal {
    const compared = said(values);
    this.failedCheck(name, compared);
    return this.#refused(name, compared);
  }

  /**
   * Every check of this place has passed, and nothing has changed yet: what a test armed refuses now or not at all.
   *
   * @returns undefined, and nothing to wait for, while nothing is armed
   * @throws Refusal
   */
  passed(place: Place): Promise<void> | undefined {
    return this.failures && this.#strike(this.failures, place);
  }

  async #strike(failures: ArmedFailures, place: Place): Promise<void> {
    const armed = await failures.refusalAt(this, place);
    if (armed === undefined) return;
    const met = this.#checks.lastIndexOf(armed.name);
    const values = (met < 0 ? placeholder('value') : said(this.#compared[met])) as ValuesOf<RefusalName>;
    this.failedCheck(armed.name, values);
    throw this.#refused(armed.name, values, { id: armed.id, compared: met >= 0 });
  }

  /** Whether a test armed this refusal for this request: asked where the real one changes more than it says. */
  async isArmed(name: RefusalName): Promise<boolean> {
    return (await this.failures?.refusalNamed(this, name)) !== undefined;
  }

  #refused<Name extends RefusalName>(name: Name, values: ValuesOf<Name>, armed?: Armed): Refusal {
    const byName = this.struck?.what === name ? { id: this.struck.id, compared: true } : undefined;
    const refusal = new Refusal(name, values, armed ?? byName);
    this.refusal = refusal as unknown as Refusal;
    return this.refusal;
  }

  /** Lets go of what another trace holds, too, and looks at that instead. */
  shareWith(other: Trace): void {
    if (this.path === other.path) this.path = other.path;
    if (this.#form === other.#form) this.#form = other.#form;
    if (!areSame(this.#checks, other.#checks)) return;
    this.#checks = other.#checks;
    const areAll = this.#shareCompared(other.#compared);
    this.#compared = areAll ? other.#compared : this.#compared.slice();
    this.#isShared = true;
    other.#isShared = true;
  }

  /** Lets go of what can be had again. */
  lighten(): void {
    if (this.#form !== undefined) this.#parameters = undefined;
  }

  /** @param others of the same checks. @returns whether all is the same */
  #shareCompared(others: readonly unknown[]): boolean {
    const compared = this.#compared;
    let areAll = true;
    for (let at = 0; at < compared.length; at++) {
      if (isSame(compared[at], others[at])) compared[at] = others[at];
      else areAll = false;
    }
    return areAll;
  }

  #unshare(): void {
    this.#checks = [...this.#checks];
    this.#compared = [...this.#compared];
    this.#isShared = false;
  }

  /**
   * The checks as the journal shows them.
   *
   * @param prepared what is told of the values in their place
   * @param shortened what is told of a sentence in its place
   */
  explainedChecks(
    prepared: <Values>(values: Values) => Values,
    shortened: (sentence: string) => string,
  ): ExplainedCheck[] {
    return this.#checks.map((name, at) => {
      const values = this.#compared[at];
      const ok = !this.#failedAt?.has(at);
      const detail = shortened(explained(() => this.#whyOf(name, at, prepared)));
      return ok ? { name, ok, detail } : { name, ok, detail, ...comparedOf(prepared(said(values))) };
    });
  }

  /** A failure that a test armed stands behind all other checks. */
  #whyOf(name: RefusalName, at: number, prepared: <Values>(values: Values) => Values): string {
    const { refusal } = this;
    const isLast = at === this.#checks.length - 1;
    if (isLast && refusal?.armed && this.#failedAt?.has(at)) return refusal.whyOf(prepared);
    return compare(name, prepared(said(this.#compared[at])));
  }
}

/** A check as the journal shows it. */
export interface ExplainedCheck {
  readonly name: RefusalName;
  readonly ok: boolean;
  readonly detail: string;
  /** Of one that failed: its values by name, as JSON has them. */
  readonly compared?: Readonly<Record<string, unknown>>;
}

/** Characters of what was compared; more is told by the sentence alone. */
const MOST_COMPARED = 8_192;

/** Nothing of what was not compared at all, and of values that JSON does not have. */
function comparedOf(values: unknown): { readonly compared?: Readonly<Record<string, unknown>> } {
  if (typeof values !== 'object' || values === null) return {};
  const text = JSON.stringify(values);
  return text.length > MOST_COMPARED || text === '{}' ? {} : { compared: JSON.parse(text) };
}

function said<Values>(values: Values | (() => Values)): Values {
  return isFunction(values) ? values() : values;
}

function isFunction<Values>(values: Values | (() => Values)): values is () => Values {
  return typeof values === 'function';
}

/** A sentence of the catalogue, or what kept it from being said: one of ours that fails must not cost the others. */
export function explained(say: () => string): string {
  try {
    return say();
  } catch (error) {
    return `fauxforce made a mistake when it explained this: ${error instanceof Error ? error.message : 'no reason given'}`;
  }
}
