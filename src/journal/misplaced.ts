/** Finds secrets that a client sent in the wrong field: asks whoever knows secrets about each text that the entry would show as it came. */
import type { Trace } from '../refusals/trace.ts';
import { isSecretName, MOST_PARAMETERS, PLAIN_NAMES } from './redaction.ts';

export interface KnownSecrets {
  /** Those of the texts that are secrets. */
  among(texts: Iterable<string>): ReadonlySet<string>;
  /** Finds secrets anywhere in a JSON text. A key is the secret as the text has it, unescaped; its value is the secret as its owner has it. */
  within(json: string): ReadonlyMap<string, string>;
}

export const NO_SECRETS: KnownSecrets = { among: () => new Set(), within: () => new Map() };

/** Parameters that name somebody: what is confused with a secret most often. */
const NAMING = new Set(['client_id', 'login_hint', 'un', 'username']);

/** Words such as `password` and `api` may be somebody's password too, but are usual values of these parameters. */
const WORD = /^[a-z_]+$/;

/** For an answered request it looks at parameters that name somebody or have no known meaning, for a refused one at all that its explanation may repeat. */
export function misplacedIn(trace: Trace, known: KnownSecrets): ReadonlySet<string> {
  const { clientId, username, parameters, refusal } = trace;
  const texts = new Set<string>();
  if (clientId !== undefined) texts.add(clientId);
  if (username !== undefined) texts.add(username);
  let looked = 0;
  for (const [name, value] of parameters ?? []) {
    if (++looked > MOST_PARAMETERS) break;
    const isWord = PLAIN_NAMES.has(name) && (refusal === undefined || WORD.test(value));
    if (NAMING.has(name) || !(isWord || isSecretName(name))) texts.add(value);
  }
  for (const value of Object.values(refusal?.values ?? {}))
    if (typeof value === 'string' && !WORD.test(value)) texts.add(value);
  return known.among(texts);
}
