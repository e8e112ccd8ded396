/**
 * What happened to one request, written down while it happens: each check in order with what it compared.
 * Explaining is reading this trace; no rule is written twice.
 */
import { catalogue, Refusal, type RefusalName, type ValuesOf } from '../refusals/catalogue.ts';
import type { RefusalFacts } from '../refusals/refusal.ts';

interface Check {
  readonly name: RefusalName;
  readonly ok: boolean;
  readonly values: unknown;
}

export class Trace {
  readonly id: string;
  /** Milliseconds since the epoch, by the lab's clock. */
  readonly at: number;
  readonly method: string;
  /** Path without its query. */
  readonly path: string;
  readonly startedAt: number;

  org: string | undefined;
  grantType: string | undefined;
  clientId: string | undefined;
  username: string | undefined;
  /** Parameters as received, secrets included: only fingerprints of those leave the trace. */
  parameters: ReadonlyMap<string, string> | undefined;
  /** What a person would have learned elsewhere, as from a mail: here the lab tells it. */
  notes: Readonly<Record<string, string>> | undefined;
  refusal: Refusal | undefined;
  readonly checks: Check[] = [];

  constructor(facts: { id: string; at: number; method: string; path: string; startedAt: number }) {
    this.id = facts.id;
    this.at = facts.at;
    this.method = facts.method;
    this.path = facts.path;
    this.startedAt = facts.startedAt;
  }

  /**
   * One named check: records what it compared, and refuses by the same name if it does not hold.
   *
   * @param values what was compared; never a secret, only its fingerprint
   * @throws Refusal
   */
  check<Name extends RefusalName>(name: Name, holds: unknown, values: ValuesOf<Name>): asserts holds {
    this.checks.push({ name, ok: Boolean(holds), values });
    if (!holds) throw this.#refused(name, values);
  }

  /** @throws Refusal */
  refuse<Name extends RefusalName>(name: Name, values: ValuesOf<Name>): never {
    this.checks.push({ name, ok: false, values });
    throw this.#refused(name, values);
  }

  #refused<Name extends RefusalName>(name: Name, values: ValuesOf<Name>): Refusal {
    const refusal = new Refusal(name, values);
    this.refusal = refusal as unknown as Refusal;
    return this.refusal;
  }

  /** The checks as the journal shows them. */
  explainedChecks(): { name: RefusalName; ok: boolean; detail: string }[] {
    return this.checks.map(({ name, ok, values }) => ({
      name,
      ok,
      detail: (catalogue[name] as RefusalFacts<unknown>).why(values),
    }));
  }
}
