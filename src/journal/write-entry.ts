/** How a request reads in the journal: rendered from its trace, secrets as fingerprints, nothing longer than it need be. */
import type { Refusal } from '../refusals/catalogue.ts';
import { explained, type Trace } from '../refusals/trace.ts';
import { tokenAfter } from '../wire/authorization.ts';
import { endpointOf } from './endpoints.ts';
import type { JournalEntry } from './entry.ts';
import { type KnownSecrets, misplacedIn } from './misplaced.ts';
import { asItIs, type Hide, redactJson, redactParameters, redactUrl, Secrets } from './redaction.ts';
import { fingerprint, LONGEST_TEXT, LONGEST_VALUE, shortener, shown, withoutSecrets } from './shown.ts';

/** What the server knows of a request once it is answered. */
export interface Answer {
  /** The header that the request came with. */
  readonly authorization?: string | undefined;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string | undefined;
  readonly location: string | undefined;
}

export interface Answered {
  readonly trace: Trace;
  /** One that says the same may take its place. */
  answer: Answer;
  readonly ms: number;
}

/** Characters of a body; a longer one is told by its length. */
const LONGEST_BODY = 4_096;

export interface WrittenEntry {
  readonly entry: JournalEntry;
  readonly json: string;
}

/**
 * Never throws: the entry tells of a mistake in a sentence of the catalogue or in this file, and other entries are not affected.
 *
 * @param known which of the texts that were sent are secrets, whatever the field
 */
export function writeEntry(request: Answered, known: KnownSecrets): WrittenEntry {
  try {
    return renderEntry(request, known);
  } catch (error) {
    return written(bareEntry(request, error));
  }
}

/** Few requests contain a secret twice. Only for those each text is searched. */
function renderEntry(request: Answered, known: KnownSecrets): WrittenEntry {
  const { trace } = request;
  const ours = wordsOfOurs(trace);
  const misplaced = new Set([...misplacedIn(trace, known)].filter((text) => !ours.has(text)));
  const rendered = written(wholeEntry(request, misplaced, asItIs));
  const secrets = new Secrets(trace, misplaced, ours, known.within(rendered.json));
  return secrets.areIn(rendered.json) ? written(wholeEntry(request, misplaced, secrets.hide)) : rendered;
}

function written(entry: JournalEntry): WrittenEntry {
  return { entry, json: JSON.stringify(entry) };
}

/**
 * @param misplaced secrets that were sent in the wrong field
 * @param hide for what quotes the request, never for what fauxforce says by itself: no request chooses those words
 */
function wholeEntry(
  { trace, answer, ms }: Answered,
  misplaced: ReadonlySet<string>,
  hide: Hide,
): JournalEntry {
  const isPlain = hide === asItIs && misplaced.size === 0 && !hasLongValues(trace);
  const values = isPlain ? asTheyAre : shortener(misplaced, hide);
  const told = (text: string, longest?: number) => hide(shown(text, longest));
  const named = (text: string | undefined, isOurs: boolean) =>
    text === undefined ? null : isOurs ? shown(text) : misplaced.has(text) ? fingerprint(text) : told(text);
  return {
    ...requestOf(trace, hide),
    grantType: named(trace.grantType, isGrantKnown(trace)),
    clientId: named(trace.clientId, isAppKnown(trace)),
    username: named(trace.username, trace.isUserKnown),
    ...tokenOf(answer),
    ...(trace.ip !== undefined && { ip: trace.ip }),
    ...(trace.via !== undefined && { via: trace.via }),
    outcome: trace.refusal ? 'refused' : 'answered',
    status: answer.status,
    refusal: trace.refusal ? refusalOf(trace.refusal, trace.appKind, values) : null,
    ...(trace.struck && { armed: { id: trace.struck.id, what: trace.struck.what } }),
    checks: trace.explainedChecks(values, (detail) => shown(detail, LONGEST_TEXT)),
    ...(trace.logIn && { logIn: trace.logIn }),
    ...(trace.idp && { idp: { ...trace.idp, entityUrl: told(trace.idp.entityUrl) } }),
    ...(trace.notes && { notes: notesOf(trace.notes, told) }),
    request: trace.parameters ? redactParameters(trace.parameters, misplaced, hide) : {},
    response: renderAnswer({ ...answer, location: answer.location ?? trace.ledTo }, misplaced, hide),
    ms: rounded(ms),
  };
}

function requestOf({ id, at, org, method, path, refusal }: Trace, hide: Hide) {
  const endpoint = endpointOf(path);
  return {
    id,
    at: new Date(at).toISOString(),
    org: org ?? null,
    // Without a page the endpoint is a part of the path that was sent.
    endpoint: refusal?.refusal === 'page.not-found' ? hide(endpoint) : withoutSecrets(endpoint),
    method,
    path: hide(shown(path)),
  };
}

/** The access token of the request: by its fingerprint it is found in the answer that it came from. */
function tokenOf({ authorization }: Answer): { readonly token?: string } {
  const token = authorization === undefined ? undefined : tokenAfter(['bearer', 'oauth'], authorization);
  return token === undefined ? {} : { token: fingerprint(token) };
}

type Told = (text: string, longest?: number) => string;

function notesOf(notes: Readonly<Record<string, string>>, told: Told): Record<string, string> {
  return Object.fromEntries(Object.entries(notes).map(([name, value]) => [name, told(value)]));
}

/** Words of an entry that come from fauxforce or from a record of an org, and not from the client. */
function wordsOfOurs(trace: Trace): ReadonlySet<string> {
  const { grantType, clientId, username, refusal } = trace;
  const words = [
    isGrantKnown(trace) && grantType,
    isAppKnown(trace) && clientId,
    trace.isUserKnown && username,
    refusal?.facts.error,
    refusal?.facts.description,
  ];
  return new Set(words.filter((word) => typeof word === 'string'));
}

function isGrantKnown({ refusal }: Trace): boolean {
  return refusal?.refusal !== 'grant-type.unsupported';
}

function isAppKnown({ appKind }: Trace): boolean {
  return appKind !== undefined;
}

/** Whether a value is so long that nobody could read a sentence with it. */
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
  const sentence = (say: () => string) => shown(explained(say), LONGEST_TEXT);
  return {
    name: refusal.refusal,
    error: facts.error,
    error_description: sentence(() => refusal.descriptionOf(prepared)),
    why: sentence(() => refusal.whyOf(prepared)),
    fix: sentence(() => refusal.fix(kind, prepared)),
    ...(armed && { armed: armed.id }),
  };
}

/** What is known of a request without any sentence of the catalogue and any value that a client sent. */
function bareEntry({ trace, answer, ms }: Answered, error: unknown): JournalEntry {
  const mistake = withoutSecrets(
    explained(() => {
      throw error;
    }),
  );
  const { refusal } = trace;
  return {
    ...requestOf(trace, withoutSecrets),
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
  hide: Hide,
): JournalEntry['response'] {
  return {
    ...(location === undefined ? {} : { location: hide(redactUrl(location, misplaced)) }),
    ...(body === undefined || contentType?.startsWith('text/html')
      ? {}
      : { body: renderBody(body, contentType, hide) }),
  };
}

function isXml(contentType: string | undefined): boolean {
  return contentType?.startsWith('application/xml') === true || contentType?.startsWith('text/xml') === true;
}

function renderBody(body: string, contentType: string | undefined, hide: Hide): unknown {
  if (body.length > LONGEST_BODY || isXml(contentType)) return `${body.length} characters`;
  if (contentType?.startsWith('application/x-www-form-urlencoded'))
    return hide(redactUrl(`?${body}`).slice(1));
  if (!body.startsWith('{') && !body.startsWith('[')) return hide(shown(body, LONGEST_BODY));
  try {
    return redactJson(JSON.parse(body), hide);
  } catch {
    return `${body.length} characters`;
  }
}
