/** A recipe as a script of curl commands, for a server that runs with the demo org. */

import { changesInWords, stepInWords } from './recipe-in-words.ts';
import type { Recipe, Step } from './refusal.ts';

/** Values of the demo org by their names in recipes: `Web_Server.key`. */
export type DemoFacts = ReadonlyMap<string, string>;

const LONGEST = 2_000;

/**
 * One line for each command or comment. A comment is what curl cannot do: a person in a browser, a signature, a change to the seed.
 */
export function recipeAsCurl(recipe: Recipe, facts: DemoFacts): string[] {
  const { given, steps } = recipe;
  return [
    ...(given ? changesInWords(given).map((change) => comment(change, facts)) : []),
    ...steps.flatMap((_step, i) => stepAsCurl(recipe, i, facts)),
  ];
}

/** The lines of one step. */
export function stepAsCurl({ steps }: Recipe, index: number, facts: DemoFacts): string[] {
  const step = steps[index] as Step;
  const later = namesIn(steps.slice(index + 1));
  if ('advance' in step) return [lab('clock', { advance: step.advance })];
  if ('clock' in step) return [lab('clock', { set: step.clock })];
  const sent = requestOf(step);
  if (sent === undefined || isLong(step)) return commented(step, later, facts);
  const curl = curlOf(sent, facts);
  const times = 'token' in step && step.times !== undefined ? step.times : 1;
  if (times > 1) return [`for i in $(seq ${times}); do ${curl} & done; wait`];
  return [...saving(step, curl, later), ...notesOf(step, later)];
}

function curlOf({ method, path, headers = {}, form = {}, body }: Request, facts: DemoFacts): string {
  const data = [
    ...Object.entries(form).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`, facts)}`),
    ...(body === undefined ? [] : [`--data-binary ${quoted(body, facts)}`]),
  ];
  const implied = data.length > 0 ? 'POST' : 'GET';
  return [
    'curl -sS',
    ...(method === implied ? [] : [`-X ${method}`]),
    isAbsolute(path)
      ? `-x "$FAUXFORCE" ${quoted(path, facts)}`
      : quoted(path === '{{location}}' ? path : `$FAUXFORCE${path}`, facts),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`, facts)}`),
    ...data,
  ].join(' ');
}

/** A host's own URL, for which fauxforce is the proxy. */
function isAbsolute(path: string): boolean {
  return path.startsWith('http://');
}

/** Puts what later steps need of the answer into variables. */
function saving(step: Step, curl: string, later: Names): string[] {
  if ('token' in step && step.save === 'nothing') return [curl];
  const redirect = `${curl} -o /dev/null -w '%{redirect_url}'`;
  if (later.has('location')) return [`location=$(${redirect})`];
  if (later.has('code') && answersByRedirect(step)) return [`code=$(${redirect} | ${CODE_OF_QUERY})`];
  const members = MEMBERS.filter((name) => later.has(name));
  return members.length === 0
    ? [curl]
    : [`answer=$(${curl})`, ...members.map((name) => member(name, '$answer'))];
}

/** The authorization code in a URL, decoded: of its characters only `=` is ever encoded. */
const CODE_OF_QUERY = "sed -e 's/.*[?&]code=\\([^&]*\\).*/\\1/' -e 's/%3D/=/g'";

/** A headless log-in: the code is on the redirect that answers it. */
function answersByRedirect(step: Step): boolean {
  return 'path' in step && step.form?.response_type === 'code_credentials';
}

/** The one-time code that Salesforce would have mailed. */
function notesOf(step: Step, later: Names): string[] {
  if (!('path' in step) || !later.has('oneTimeCode')) return [];
  return ['journal=$(curl -sS "$FAUXFORCE/_fauxforce/journal?limit=1")', member('oneTimeCode', '$journal')];
}

function commented(step: Step, later: Names, facts: DemoFacts): string[] {
  const words = comment(stepInWords(step), facts);
  if ('login' in step && later.has('code')) return [`${words} The code that the callback receives is $code.`];
  return [words];
}

function comment(words: string, facts: DemoFacts): string {
  const filled = words.replace(PLACEHOLDER, (_whole, name: string) => facts.get(name) ?? `$${name}`);
  return `# ${filled.replace(/\s+/g, ' ')}`;
}

type Names = ReadonlySet<string>;

const PLACEHOLDER = /\{\{([\w.]+)\}\}/g;

function namesIn(steps: readonly Step[]): Names {
  return new Set(Array.from(JSON.stringify(steps).matchAll(PLACEHOLDER), ([, name = '']) => name));
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/** What the step sends, if it is one request. */
function requestOf(step: Step): Request | undefined {
  if ('authorize' in step) {
    const query = Object.entries(step.authorize).map(([name, value]) => `${name}=${encoded(value)}`);
    return { method: 'GET', path: `/services/oauth2/authorize?${query.join('&')}` };
  }
  if ('token' in step) {
    const { token: form, host, from } = step;
    const headers = { ...(host ? { Host: host } : {}), ...(from ? { 'x-fauxforce-client-ip': from } : {}) };
    return { method: 'POST', path: '/services/oauth2/token', form, headers };
  }
  return 'path' in step ? step : undefined;
}

/** Placeholders stay as they are. */
function encoded(value: string): string {
  return value
    .split(/(\{\{[\w.]+\}\})/)
    .map((part) => (part.startsWith('{{') ? part : encodeURIComponent(part)))
    .join('');
}

/** Of answers, as far as recipes use them. */
const MEMBERS = [
  'access_token',
  'id',
  'refresh_token',
  'id_token',
  'device_code',
  'user_code',
  'client_id',
  'registration_access_token',
  'identifier',
  'frontdoor_uri',
];

/** Left as it was if the answer has no such member. */
function member(name: string, answer: string): string {
  return `${name}=$(printf %s "${answer}" | sed -n 's/.*"${name}" *: *"\\([^"]*\\)".*/\\1/p' | grep . || printf %s "$${name}")`;
}

function lab(path: string, order: object): string {
  return `curl -sS "$FAUXFORCE/_fauxforce/${path}" --data-binary ${quoted(JSON.stringify(order), new Map())}`;
}

/** In double quotes: `$FAUXFORCE` and what earlier answers saved are the only variables. */
function quoted(text: string, facts: DemoFacts): string {
  const words = text.split(/(\$FAUXFORCE(?=\/)|\{\{[\w.]+\}\})/).map((part, i) => {
    if (part === '$FAUXFORCE' && i === 1) return part;
    if (!part.startsWith('{{')) return part.replace(/[\\"$`]/g, '\\$&');
    const name = part.slice(2, -2);
    if (name === 'origin') return '$FAUXFORCE';
    return facts.get(name) ?? `$${name.replace('.', '_')}`;
  });
  return `"${words.join('')}"`;
}

/** A body of a megabyte is told, not shown. */
function isLong(step: Step): boolean {
  return JSON.stringify(step).length > LONGEST;
}
