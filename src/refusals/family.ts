/** A family of refusals: what they share is said once. */
import type { Certainty, Evidence, RefusalFacts } from './refusal.ts';

/** `{ observed: report }` says where somebody saw Salesforce answer so. */
export type WrittenEvidence = Exclude<Certainty, 'observed'> | { readonly observed: string };

/** What a family can say for all of its entries. */
interface Shareable extends Pick<RefusalFacts<unknown>, 'at' | 'surface' | 'status' | 'error' | 'fault'> {
  readonly description: string;
  /** File and section of the wire facts: `token.md 7`. */
  readonly section: string;
  readonly evidence: WrittenEvidence;
}

/** What an entry says itself: all of it but what its family has `Said`, which it may say otherwise. */
type Entry<Values, Said extends keyof Shareable> = Omit<RefusalFacts<Values>, keyof Shareable> &
  Omit<Shareable, 'description' | Said> &
  Partial<Omit<Shareable, 'description'>> &
  ('description' extends Said ? Partial<Described<Values>> : Described<Values>);

type Described<Values> = Pick<RefusalFacts<Values>, 'description'>;

/** Entries by their whole names; the parameter of `why` is the type of what is compared. */
type Family<Name extends string, Values> = {
  readonly [Own in keyof Values & string as `${Name}.${Own}`]: RefusalFacts<
    unknown extends Values[Own] ? Record<never, never> : Values[Own]
  >;
};

/**
 * Entries of the catalogue that begin with the same word.
 *
 * @param name of the family: `refresh` makes `refresh.missing` of `missing`
 * @param shared by the entries; an entry may say it otherwise
 */
export function family<Name extends string, Said extends keyof Shareable, Values>(
  name: Name,
  shared: Pick<Shareable, Said>,
  entries: { readonly [Own in keyof Values]: Entry<Values[Own], Said> },
): Family<Name, Values> {
  const written = Object.entries(entries) as [string, Entry<unknown, never>][];
  return Object.fromEntries(
    written.map(([own, entry]) => [`${name}.${own}`, facts({ ...shared, ...entry })]),
  ) as Family<Name, Values>;
}

function facts({ section, evidence, ...facts }: Entry<unknown, never>): RefusalFacts<unknown> {
  return { ...facts, evidence: evidenceOf(section, evidence) };
}

function evidenceOf(section: string, evidence: WrittenEvidence): Evidence {
  return typeof evidence === 'string'
    ? { section, certainty: evidence }
    : { section, certainty: 'observed', report: evidence.observed };
}
