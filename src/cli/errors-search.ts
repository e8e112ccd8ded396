/** Finds refusals by a text that people have: a whole answer, a line of a log, a word from a guide. */

import { allNearestTo, namesWithAWordOf } from '../ground/nearest.ts';
import type { RefusalName } from '../refusals/catalogue.ts';
import type { RefusalInWords } from '../refusals/in-words.ts';
import { isRecord } from '../wire/json.ts';

export interface Finding {
  readonly refusals: readonly RefusalInWords[];
  /** A sentence to show before the refusals. */
  readonly note?: string;
}

/** Words of guides and of other standards, with the refusals that Salesforce answers instead. */
export const GUIDE_WORDS: Readonly<Record<string, readonly RefusalName[]>> = {
  'insufficient scope': [
    'rest.scope',
    'identity.scope',
    'single-access.scope',
    'front-door.scope',
    'authorize.scope',
  ],
  'access denied': [
    'authorize.denied',
    'device.denied',
    'authorize.not-admin-approved',
    'user.not-admin-approved',
    'client-credentials.portal-user',
  ],
  unauthorized: ['rest.no-token', 'rest.dead-token', 'identity.no-token', 'identity.bad-token'],
  forbidden: ['identity.bad-token', 'identity.no-token', 'rest.api-disabled', 'cors.origin'],
  'unauthorized client': [
    'client.secret-wrong',
    'authorize.not-admin-approved',
    'user.not-admin-approved',
    'app.disabled',
  ],
  'invalid credentials': [
    'password.wrong',
    'password.security-token',
    'login.password',
    'client.secret-wrong',
  ],
  'invalid redirect uri': ['callback.mismatch', 'code.callback-mismatch'],
  'invalid token': ['rest.dead-token', 'identity.bad-token'],
  'expired token': [
    'rest.dead-token',
    'identity.bad-token',
    'refresh.expired',
    'refresh.unknown',
    'device.expired',
  ],
  'token expired': ['rest.dead-token', 'identity.bad-token', 'refresh.expired', 'refresh.unknown'],
  'session expired': ['rest.dead-token', 'identity.bad-token'],
  'login required': ['authorize.immediate'],
  'consent required': ['authorize.immediate'],
  'interaction required': ['authorize.immediate'],
  'invalid code': ['code.unknown', 'code.spent', 'code.expired'],
  'too many requests': ['user.login-rate', 'login.rate', 'device.too-fast'],
  'rate limit': ['user.login-rate', 'login.rate', 'device.too-fast'],
};

/** How Salesforce's error page begins, whatever the error is. */
const ERROR_PAGE_WORDS = /^(?:we can't authorize you because of an )?oauth error\b/;
const ERROR_PAGE_NOTE =
  "Salesforce's error page says so of each of these; its last line tells them apart (OAUTH_APP_BLOCKED : ...):";

/** @param asked a text that is neither empty nor a single refusal's name */
export function searchRefusals(asked: string, refusals: readonly RefusalInWords[]): Finding {
  const named = asked.toLowerCase().split(/[\s,]+/);
  if (named.every((word) => refusals.some(({ name }) => name === word)))
    return { refusals: refusals.filter(({ name }) => named.includes(name)) };
  const { error, description } = readAnswer(asked);
  if (error !== undefined || description !== undefined)
    return { refusals: byAnswer(error ?? '', description ?? '', refusals) };
  const exact = refusals.filter(
    (refusal) => isSaid(refusal.error, asked) || isSaid(refusal.error_description, asked),
  );
  const guided = GUIDE_WORDS[plain(asked)] ?? [];
  if (guided.length > 0) {
    const others = refusals.filter(
      ({ name }) => guided.includes(name) && !exact.some((one) => one.name === name),
    );
    const note = `Salesforce does not send '${asked.trim()}'. What it answers instead, and why:`;
    return { refusals: [...exact, ...others], ...(exact.length === 0 && { note }) };
  }
  if (exact.length > 0) return { refusals: exact };
  if (ERROR_PAGE_WORDS.test(plain(asked)))
    return { refusals: refusals.filter(({ surface }) => surface === 'error-page'), note: ERROR_PAGE_NOTE };
  const whole = within(asked, refusals);
  return { refusals: whole.length > 0 ? whole : cutShort(asked, refusals) };
}

/**
 * Names, errors, descriptions and guides' words with a similar spelling; if there are none, names that share a part with the
 * text.
 */
export function suggestionsFor(asked: string, refusals: readonly RefusalInWords[]): string[] {
  const names = refusals.map(({ name }) => name);
  const sayings = refusals.flatMap(({ error, error_description }) => [error, error_description]);
  const near = allNearestTo(asked, [...names, ...sayings, ...Object.keys(GUIDE_WORDS)].filter(Boolean));
  if (near.length > 0) return [...new Set(near)].slice(0, MOST_SUGGESTED);
  return namesWithAWordOf(asked, names, 3).slice(0, MOST_SUGGESTED);
}

const MOST_SUGGESTED = 12;

interface Answer {
  readonly error?: string | undefined;
  readonly description?: string | undefined;
}

/** Reads a pasted answer: JSON of the token endpoint or of REST, XML, a callback's URL, a form. */
function readAnswer(text: string): Answer {
  const json = /[[{].*[\]}]/s.exec(text)?.[0];
  if (json !== undefined) {
    const value = parsed(json);
    const [first] = Array.isArray(value) ? value : [value];
    if (isRecord(first))
      return {
        error: word(first.error ?? first.errorCode),
        description: word(first.error_description ?? first.message),
      };
  }
  const [, xml] = /<error>([^<]*)<\/error>/.exec(text) ?? [];
  if (xml !== undefined) return { error: xml, description: /<error_description>([^<]*)</.exec(text)?.[1] };
  const query = /(?:^|[?#&])(error(?:_description)?=\S.*)$/s.exec(text.trim())?.[1];
  if (query === undefined) return {};
  const form = new URLSearchParams(query);
  return { error: form.get('error') ?? undefined, description: form.get('error_description') ?? undefined };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The refusals with this error and description; if there are none, those with the description, then those with the error. */
function byAnswer(
  error: string,
  description: string,
  refusals: readonly RefusalInWords[],
): readonly RefusalInWords[] {
  const described = refusals.filter((refusal) => isSaid(refusal.error_description, description));
  const named = refusals.filter((refusal) => isSaid(refusal.error, error));
  const both = described.filter((refusal) => named.includes(refusal));
  return [both, described, named].find((found) => found.length > 0) ?? [];
}

/** The refusals whose error or description is contained in the text. Only those with the longest match. */
function within(text: string, refusals: readonly RefusalInWords[]): readonly RefusalInWords[] {
  const hay = plain(text);
  const length = ({ error, error_description }: RefusalInWords) =>
    Math.max(
      ...[error, error_description]
        .map(plain)
        .map((said) => (said.length > 5 && hay.includes(said) ? said.length : 0)),
    );
  const longest = Math.max(...refusals.map(length));
  return longest === 0 ? [] : refusals.filter((refusal) => length(refusal) === longest);
}

/** Characters: a shorter text would be a part of too many answers. */
const SHORTEST_PART = 8;

/** The refusals whose error or description begins with the text; if there are none, those that contain it. */
function cutShort(text: string, refusals: readonly RefusalInWords[]): readonly RefusalInWords[] {
  const part = plain(text);
  if (part.length < SHORTEST_PART) return [];
  const saying = (holds: (said: string) => boolean) =>
    refusals.filter(({ error, error_description }) => [error, error_description].map(plain).some(holds));
  const begun = saying((said) => said.startsWith(part));
  return begun.length > 0 ? begun : saying((said) => said.includes(part));
}

/** Whether a text equals a text of the catalogue, which has `<name>` in place of each value. */
function isSaid(text: string, said: string): boolean {
  if (text === '' || said === '') return false;
  const [known, asked] = [plain(text), plain(said)];
  if (known === asked) return true;
  const parts = known.split(/<[^<>]*>/);
  if (parts.length === 1 || parts.every((part) => part.trim().length < 6)) return false;
  let from = 0;
  return parts.every((part, i) => {
    const at = asked.indexOf(part, from);
    from = at + part.length;
    return i === 0 ? at === 0 : at >= 0;
  });
}

/** Makes texts comparable: case, underscores, line ends and typographic quotes do not matter. */
function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201C\u201D]/g, '"')
    .replaceAll(/[\s_]+/g, ' ')
    .replace(/\.$/, '');
}
