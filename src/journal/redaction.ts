/** Replaces the secrets of a request by fingerprints. This file knows them by the names of their parameters, shown.ts by what they look like. */
import { inJson, isRecord } from '../wire/json.ts';
import { memoize } from '../wire/memoize.ts';
import { fingerprint, LONGEST_TEXT, shown, withoutSecrets } from './shown.ts';

const SECRET_NAMES = new Set([
  '_confirmationtoken',
  'access_token',
  'actor_token',
  'assertion',
  'authorization',
  'client_assertion',
  'client_secret',
  'consumersecret',
  'content_sid',
  'cshc',
  'csrf_token',
  'code',
  'code_verifier',
  'cookie',
  'device_code',
  'frontdoor_uri',
  'id_token',
  'id_token_hint',
  'lightning_sid',
  'newpassword',
  'oauth_token',
  'otp',
  'parent_sid',
  'privatekey',
  'private_key',
  'proof',
  'password',
  'pw',
  'refresh_token',
  'registration_access_token',
  'saml_response',
  'samlresponse',
  'securitytoken',
  'sessionid',
  'sid',
  'signature',
  'source',
  'starturl',
  'subject_token',
  'tc',
  'token',
  'totp',
  'totpsecret',
  'user_code',
  'visualforce_sid',
]);

/** Endings of further names of secrets: `partner_token`, `webhookSecret`. */
const SECRET_ENDING = /(?:token|secret|password|assertion|cookie|session_?id)$/;

/**
 * Parameters whose values a reader of the journal must see to compare them. Under any other name a value that looks random counts
 * as a secret: a token that was sent in the wrong place.
 */
export const PLAIN_NAMES = new Set([
  'audience',
  'client_assertion_type',
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'display',
  'format',
  'grant_type',
  'id',
  'immediate',
  'login_hint',
  'nonce',
  'prompt',
  'q',
  'redirect_uri',
  'requested_token_type',
  'response_type',
  'scope',
  'state',
  'subject_token_type',
  'token_handler',
  'token_type_hint',
  'un',
  'username',
]);

const LOOKS_DRAWN = /^(?!\/)(?=.*[0-9])(?=.*[A-Za-z])[\w.~+/=!-]{24,}$/;

/** Of further parameters an entry has only their number. */
export const MOST_PARAMETERS = 100;
const MOST_CHARACTERS = 32_768;
/** Longer names are not remembered. */
const LONGEST_NAME = 128;

export function isSecretName(name: string): boolean {
  return name.length > LONGEST_NAME ? namesSecret(name) : isKnownSecretName(name);
}

function namesSecret(name: string): boolean {
  const lower = name.toLowerCase();
  return SECRET_NAMES.has(lower) || SECRET_ENDING.test(lower);
}

const isKnownSecretName = memoize(1_000, namesSecret);

/** As Setup draws them since 2022. */
const CONSUMER_SECRET = /^[0-9A-F]{64}$/;

/** Whether the value of a parameter is a secret, by its name or by what it looks like. */
function isSecretValue(name: string, value: string): boolean {
  if (PLAIN_NAMES.has(name)) return value.length === 64 && CONSUMER_SECRET.test(value);
  return isSecretName(name) || (value.length >= 24 && LOOKS_DRAWN.test(value));
}

const NONE: ReadonlySet<string> = new Set();

function told(name: string, value: string, misplaced: ReadonlySet<string>): string {
  return isSecretValue(name, value) || misplaced.has(value) ? fingerprint(value) : shown(value);
}

/**
 * Parameters with secret values as fingerprints.
 *
 * @param misplaced secrets that were sent in the wrong field
 * @param hide what else is hidden in names and values
 */
export function redactParameters(
  parameters: ReadonlyMap<string, string>,
  misplaced = NONE,
  hide: Hide = asItIs,
): Record<string, string> {
  const members: [string, string][] = [];
  let characters = 0;
  for (const [name, value] of parameters) {
    const member: [string, string] = [hide(shown(name, LONGEST_NAME)), hide(told(name, value, misplaced))];
    characters += member[0].length + member[1].length;
    if (members.length === MOST_PARAMETERS || characters > MOST_CHARACTERS) break;
    members.push(member);
  }
  const more = parameters.size - members.length;
  return Object.fromEntries(more === 0 ? members : [...members, ['…', `${more} more parameters`]]);
}

/** A shorter secret may equal a word of a sentence by chance. */
const SHORTEST_TELLING = 16;
/** A URL that a page leads on to. Its parameter has a secret name because the query of the URL may hold a secret, which is found separately. */
const ADDRESS = /^(?:\/|https?:)/;

/** Replaces the secrets in a text that may quote a request. */
export type Hide = (text: string) => string;

export const asItIs: Hide = (text) => text;

/** The secrets of one request, wherever its entry repeats them, and all texts that look like a secret. */
export class Secrets {
  /** What is hidden, with the secret whose fingerprint stands for it, the longest first. */
  readonly #hidden: readonly (readonly [text: string, secret: string])[];

  /**
   * @param misplaced secrets that were sent in the wrong field
   * @param ours words that fauxforce says by itself of the request: somebody who sends one of them as a secret gives none away
   * @param held secrets that others hold, as they were sent somewhere, each with itself
   */
  constructor(
    { parameters, clientId }: Sent,
    misplaced: ReadonlySet<string>,
    ours: ReadonlySet<string>,
    held: ReadonlyMap<string, string>,
  ) {
    const first = [...(parameters ?? [])].slice(0, MOST_PARAMETERS);
    const named: [string, string][] = clientId === undefined ? first : [['client_id', clientId], ...first];
    const sent = named
      .filter(([name, value]) => isTelling(value) && (isSecretValue(name, value) || misplaced.has(value)))
      .map(([, value]): [string, string] => [value, value]);
    this.#hidden = [...sent, ...held]
      .filter(([text]) => !ours.has(text))
      .sort(([one], [other]) => other.length - one.length);
  }

  areIn(json: string): boolean {
    return this.#hidden.some(([text]) => isIn(json, text)) || withoutSecrets(json) !== json;
  }

  readonly hide: Hide = (text) =>
    withoutSecrets(
      this.#hidden.reduce((left, [value, secret]) => left.replaceAll(value, () => fingerprint(secret)), text),
    );
}

/** A sentence in the JSON text quotes it as JSON does. */
function isIn(json: string, text: string): boolean {
  const once = inJson(text);
  const twice = inJson(once);
  return json.includes(once) || (twice !== once && json.includes(twice));
}

function isTelling(value: string): boolean {
  return value.length >= SHORTEST_TELLING && value.length <= LONGEST_TEXT && !ADDRESS.test(value);
}

/** What a client sent, as a trace has it. */
interface Sent {
  readonly parameters?: ReadonlyMap<string, string> | undefined;
  readonly clientId?: string | undefined;
}

/** A JSON value with the strings under secret names fingerprinted, at any depth. Its names are ours. */
export function redactJson(value: unknown, hide: Hide): unknown {
  if (typeof value === 'string') return hide(shown(value));
  if (Array.isArray(value)) return value.map((item) => redactJson(item, hide));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'string' && isSecretName(name) ? fingerprint(member) : redactJson(member, hide),
    ]),
  );
}

/** A URL with the secret members of its query and fragment fingerprinted, as they are once decoded. */
export function redactUrl(url: string, misplaced = NONE): string {
  const redacted = url.replace(
    /([?&#])([^=&#?]+)=([^&#]*)/g,
    (whole, mark: string, name: string, sent: string) => {
      const plain = decoded(sent);
      const value = told(decoded(name), plain, misplaced);
      return value === plain ? whole : `${mark}${name}=${value}`;
    },
  );
  return shown(redacted, LONGEST_TEXT);
}

/** Never throws, whatever the percent signs are followed by. */
function decoded(value: string): string {
  return new URLSearchParams(`value=${value}`).get('value') ?? '';
}
