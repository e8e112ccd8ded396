/** How a request reads in the journal: rendered from its trace, secrets as fingerprints, nothing longer than it need be. */
import type { Refusal, RefusalName } from '../refusals/catalogue.ts';
import { explained, type LogIn, type Trace } from '../refusals/trace.ts';
import { type KnownSecrets, misplacedIn } from './misplaced.ts';
import { redactEntry, redactJson, redactParameters, redactUrl } from './redaction.ts';
import { fingerprint, LONGEST_TEXT, LONGEST_VALUE, shortener, shown } from './shown.ts';

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

/** What the server knows of a request once it is answered. */
export interface Answer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string | undefined;
  readonly location: string | undefined;
}

export interface Answered {
  readonly trace: Trace;
  readonly answer: Answer;
  readonly ms: number;
}

/** Characters of a body; a longer one is told by its length. */
const LONGEST_BODY = 4_096;

export interface WrittenEntry {
  readonly entry: JournalEntry;
  readonly json: string;
}

/**
 * Never throws: a mistake in a sentence of the catalogue or in here is told in the entry, and costs nobody else's.
 *
 * @param secretsAmong which of the texts that were sent are secrets, whatever the field
 * @param isLarge whether the request was: strings cut out of it keep all of it in memory, so the entry is read back from its JSON
 */
export function writeEntry(request: Answered, secretsAmong: KnownSecrets, isLarge: boolean): WrittenEntry {
  try {
    const misplaced = misplacedIn(request.trace, secretsAmong);
    const entry = wholeEntry(request, misplaced);
    const rendered = JSON.stringify(entry);
    const json = redactEntry(rendered, request.trace, misplaced);
    return { entry: isLarge || json !== rendered ? (JSON.parse(json) as JournalEntry) : entry, json };
  } catch (error) {
    const entry = bareEntry(request, error);
    return { entry, json: JSON.stringify(entry) };
  }
}

function wholeEntry({ trace, answer, ms }: Answered, misplaced: ReadonlySet<string>): JournalEntry {
  const values = misplaced.size > 0 || hasLongValues(trace) ? shortener(misplaced) : asTheyAre;
  return {
    ...requestOf(trace),
    grantType: shownOrNull(trace.grantType, misplaced),
    clientId: shownOrNull(trace.clientId, misplaced),
    username: shownOrNull(trace.username, misplaced),
    ...(trace.ip !== undefined && { ip: trace.ip }),
    outcome: trace.refusal ? 'refused' : 'answered',
    status: answer.status,
    refusal: trace.refusal ? refusalOf(trace.refusal, trace.appKind, values) : null,
    ...(trace.struck && { armed: { id: trace.struck.id, what: trace.struck.what } }),
    checks: trace
      .explainedChecks(values)
      .map(({ name, ok, detail }) => ({ name, ok, detail: shown(detail, LONGEST_TEXT) })),
    ...(trace.logIn && { logIn: trace.logIn }),
    ...(trace.notes && { notes: shortener()(trace.notes) }),
    request: trace.parameters ? redactParameters(trace.parameters, misplaced) : {},
    response: renderAnswer(answer, misplaced),
    ms: rounded(ms),
  };
}

function requestOf({ id, at, org, method, path }: Trace) {
  return {
    id,
    at: new Date(at).toISOString(),
    org: org ?? null,
    endpoint: endpointOf(path),
    method,
    path: shown(path),
  };
}

function shownOrNull(text: string | undefined, misplaced: ReadonlySet<string>): string | null {
  if (text === undefined) return null;
  return misplaced.has(text) ? fingerprint(text) : shown(text);
}

/** Whether sentences would be built of values that nobody could read. */
function hasLongValues({ parameters, path }: Trace): boolean {
  if (path.length > LONGEST_VALUE) return true;
  for (const value of parameters?.values() ?? []) if (value.length > LONGEST_VALUE) return true;
  return false;
}

function asTheyAre<Values>(values: Values): Values {
  return values;
}

function refusalOf(
  refusal: Refusal,
  kind: Trace['appKind'],
  prepared: <Values>(values: Values) => Values,
): NonNullable<JournalEntry['refusal']> {
  const { facts, armed } = refusal;
  const description = explained(() => refusal.description);
  const why = explained(() => refusal.whyOf(prepared));
  return {
    name: refusal.refusal,
    error: facts.error,
    error_description: shown(description, LONGEST_TEXT),
    why: shown(why, LONGEST_TEXT),
    fix: shown(
      explained(() => refusal.fix(kind)),
      LONGEST_TEXT,
    ),
    ...(armed && { armed: armed.id }),
  };
}

/** What is known of a request without any sentence of the catalogue and any value that a client sent. */
function bareEntry({ trace, answer, ms }: Answered, error: unknown): JournalEntry {
  const mistake = explained(() => {
    throw error;
  });
  const { refusal } = trace;
  return {
    ...requestOf(trace),
    grantType: null,
    clientId: null,
    username: null,
    outcome: refusal ? 'refused' : 'answered',
    status: answer.status,
    refusal: refusal
      ? {
          name: refusal.refusal,
          error: refusal.facts.error,
          error_description: mistake,
          why: mistake,
          fix: explained(() => refusal.fix(trace.appKind)),
        }
      : null,
    checks: [],
    mistake,
    request: {},
    response: {},
    ms: rounded(ms),
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function renderAnswer(
  { contentType, body, location }: Answer,
  misplaced: ReadonlySet<string>,
): JournalEntry['response'] {
  return {
    ...(location === undefined ? {} : { location: redactUrl(location, misplaced) }),
    ...(body === undefined || contentType?.startsWith('text/html')
      ? {}
      : { body: renderBody(body, contentType) }),
  };
}

function renderBody(body: string, contentType = ''): unknown {
  if (body.length > LONGEST_BODY || contentType.startsWith('application/xml'))
    return `${body.length} characters`;
  if (contentType.startsWith('application/x-www-form-urlencoded')) return redactUrl(`?${body}`).slice(1);
  if (!body.startsWith('{') && !body.startsWith('[')) return shown(body, LONGEST_BODY);
  try {
    return redactJson(JSON.parse(body));
  } catch {
    return `${body.length} characters`;
  }
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
