/** How a request is checked and refused, by the names of the catalogue, and how its trace learns whose it is. */
import type { App } from '../org/model.ts';
import type { Compared, RefusalName, ValuesOf } from './catalogue.ts';
import type { Trace } from './trace.ts';

/** A request, or whatever else was read from one, with the trace of what happens to it. */
export interface Traced {
  readonly trace: Trace;
}

/**
 * One named check: records what it compared, and refuses by the same name if it does not hold.
 *
 * @param values what was compared, or a function that says it where that is work; never a secret, only its fingerprint
 * @throws Refusal
 */
export function check<Name extends RefusalName>(
  { trace }: Traced,
  name: Name,
  holds: unknown,
  values: Compared<Name>,
): asserts holds {
  if (!holds) throw trace.failed(name, values);
  trace.passedCheck(name, values);
}

/** @throws Refusal */
export function refuse<Name extends RefusalName>(
  { trace }: Traced,
  name: Name,
  values: ValuesOf<Name>,
): never {
  throw trace.failed(name, values);
}

/** Whose a request is. A text is what somebody named, which need not exist; an object was found. */
interface Identity {
  readonly org?: string | { readonly id: string } | undefined;
  readonly user?: string | { readonly username: string } | undefined;
  readonly app?: string | Pick<App, 'consumerKey' | 'kind'> | undefined;
}

/** Tells the trace whose request it is, as far as that is known by now. What is left out stays as it was. */
export function identify({ trace }: Traced, { org, user, app }: Identity): void {
  if (org) trace.org = typeof org === 'string' ? org : org.id;
  if (typeof user === 'string') trace.username = user;
  else if (user) {
    trace.username = user.username;
    trace.isUserKnown = true;
  }
  // Sessions of the SOAP API are no app's.
  if (typeof app === 'string') trace.clientId = app || undefined;
  else if (app && app.consumerKey !== '') {
    trace.clientId = app.consumerKey;
    trace.appKind = app.kind;
  }
}
