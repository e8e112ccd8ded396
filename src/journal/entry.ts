/** What the journal tells of a request. */
import type { RefusalName } from '../refusals/catalogue.ts';
import type { LogIn } from '../refusals/trace.ts';
import { shown } from './shown.ts';

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
  /** The caller's address; an entry of an older fauxforce has none. */
  readonly ip?: string;
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
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  /** How the request logged its user in, if it did. */
  readonly logIn?: LogIn;
  /** What a person would have learned elsewhere: the one-time code that Salesforce mails. */
  readonly notes?: Readonly<Record<string, string>>;
  /** A mistake of ours, because of which the rest of the entry is missing. */
  readonly mistake?: string;
  readonly request: Readonly<Record<string, string>>;
  readonly response: { readonly location?: string; readonly body?: unknown };
  /** Milliseconds from the first byte to the answer. */
  readonly ms: number;
}

const PAGES = new Set(['', 'setup', 'favicon.ico']);

/** `token` for /services/oauth2/token, `rest` for /services/data/…: the word that filters and armed failures use. */
export function endpointOf(path: string): string {
  const segments = path.split('/').filter(Boolean);
  if (segments[0] === 'services') {
    if (segments[1] === 'auth') return segments[2] === 'headless' ? 'headless' : 'pages';
    if (segments[1] !== 'oauth2') return 'rest';
    return segments[2] === 'id' ? 'keys' : shown(segments[2] ?? 'oauth2');
  }
  if (segments[0] === '.well-known') return shown(segments[1] ?? '.well-known');
  if (segments[0] === 'id') return segments[1] === 'keys' ? 'keys' : 'identity';
  if (PAGES.has(segments[0] ?? '')) return 'pages';
  return shown(segments[0] ?? '');
}
