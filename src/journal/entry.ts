/** What the journal tells of a request. */
import type { RefusalName } from '../refusals/catalogue.ts';
import type { IdpLogIn, LogIn } from '../refusals/trace.ts';

/** One request as `GET /_fauxforce/journal` shows it (design 5.3). */
export interface JournalEntry {
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly org: string | null;
  readonly endpoint: string;
  readonly method: string;
  readonly path: string;
  readonly grantType: string | null;
  readonly clientId: string | null;
  readonly username: string | null;
  /** Fingerprint of the access token in the Authorization header. */
  readonly token?: string;
  /** The caller's address; an entry of an older fauxforce has none. */
  readonly ip?: string;
  /** How it came, if not as to this server itself. */
  readonly via?: 'proxy';
  readonly outcome: 'answered' | 'refused';
  readonly status: number;
  readonly refusal: {
    readonly name: RefusalName;
    readonly error: string;
    readonly error_description: string;
    readonly why: string;
    readonly fix: string;
    /** The failure of a test's that refused what would have passed. */
    readonly armed?: string;
  } | null;
  /** The armed failure that struck: a refusal's name, `response`, a fault, or `delay`. */
  readonly armed?: { readonly id: string; readonly what: string };
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly detail: string;
    /** Of the check that failed: the values that its sentence is made of, by name. */
    readonly compared?: Readonly<Record<string, unknown>>;
  }[];
  /** How the request logged its user in, if it did. */
  readonly logIn?: LogIn;
  /** What the org did as identity provider. */
  readonly idp?: IdpLogIn;
  /** What a person would have learned elsewhere: the one-time code that Salesforce mails. */
  readonly notes?: Readonly<Record<string, string>>;
  /** A mistake of ours, because of which the rest of the entry is missing. */
  readonly mistake?: string;
  readonly request: Readonly<Record<string, string>>;
  readonly response: { readonly location?: string; readonly body?: unknown };
  /** Milliseconds from the first byte to the answer. */
  readonly ms: number;
}
