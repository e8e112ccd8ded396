/** The scopes that a request names, and those that it is granted. Source: authorize.md 4.1. */
import type { App } from '../org/model.ts';
import { isAssignable, type Scope, standardScopes } from '../org/scopes.ts';
import { wordsOf } from '../wire/form.ts';

interface ScopeAsked {
  readonly scope?: string;
}

/** The words of `scope`, as sent and each once; separated by spaces and nothing else. */
export function requestedScopes({ scope }: ScopeAsked): string[] {
  return [...new Set(wordsOf(scope))];
}

/** Words that the app may have: its own, their synonyms and what they imply (model.md 3.3). */
export function isAssigned(app: App, word: string): word is Scope {
  return isAssignable(app.scopes, word);
}

/** What Allow grants: the scopes asked for, or all of Salesforce's own that the app has when none are named. */
export function grantedScopes({ scopes }: App, asked: ScopeAsked): readonly Scope[] {
  const requested = requestedScopes(asked).filter((word) => isAssignable(scopes, word));
  return requested.length === 0 ? standardScopes(scopes) : requested;
}
