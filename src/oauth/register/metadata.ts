/** What a client says of itself when it registers: RFC 7591's names, as far as Salesforce keeps them (identity-and-resources.md 5). */

import { CALLBACKS_LIMIT, callbacksLength, callbackUrlComplaint } from '../../org/callback.ts';
import { isStandardScope, type Scope } from '../../org/scopes.ts';
import { check, type Traced } from '../../refusals/check.ts';
import { wordsOf } from '../../wire/form.ts';
import { readJsonObject } from '../../wire/json.ts';
import type { ClientMetadata } from '../../world/registered-app.ts';

/** What an app gets that asks for none, in the observed order. */
const DEFAULT_SCOPES: readonly Scope[] = ['openid', 'refresh_token', 'id', 'api'];

const AUTH_METHODS = ['client_secret_post', 'client_secret_basic', 'private_key_jwt'];

/** An app label has at most 80 characters. */
const LONGEST_NAME = 80;

/** @throws Refusal register.metadata, register.redirect-uri */
export function readMetadata(request: Traced, body: Buffer | undefined): ClientMetadata {
  const sent = readJsonObject(body?.toString('utf8') ?? '');
  check(request, 'register.metadata', sent, { problem: sent ? undefined : 'the body is not a JSON object' });
  const lists = {
    redirect_uris: readList(sent.redirect_uris, []),
    response_types: readList(sent.response_types, ['code']),
    grant_types: readList(sent.grant_types, ['authorization_code']),
    contacts: readList(sent.contacts, []),
  };
  const { client_name: name, scope = '', token_endpoint_auth_method = 'client_secret_post' } = sent;
  const problem =
    Object.entries(lists).find(([, list]) => !list)?.[0] ??
    (isName(name) ? undefined : 'client_name') ??
    (AUTH_METHODS.some((method) => method === token_endpoint_auth_method)
      ? undefined
      : 'token_endpoint_auth_method') ??
    (readScopeWords(scope) ? undefined : 'scope');
  check(request, 'register.metadata', problem === undefined, { problem });

  const redirect_uris = lists.redirect_uris ?? [];
  const complaint = redirectComplaint(redirect_uris);
  check(request, 'register.redirect-uri', complaint === undefined, {
    redirectUris: redirect_uris,
    complaint,
  });
  return {
    token_endpoint_auth_method: String(token_endpoint_auth_method),
    redirect_uris,
    response_types: lists.response_types ?? [],
    grant_types: withHybrid(lists.grant_types ?? []),
    contacts: (lists.contacts ?? []).slice(0, 1),
    client_name: String(name),
    scopes: readScopeWords(scope) ?? DEFAULT_SCOPES,
  };
}

/** Undefined for what is no list of texts. */
function readList(value: unknown, initially: readonly string[]): readonly string[] | undefined {
  if (value === undefined) return initially;
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isList ? (value as string[]) : undefined;
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name.trim() !== '' && name.length <= LONGEST_NAME;
}

/** RFC 7591's `scope`, space-separated; undefined if a word is no scope of Salesforce's. */
function readScopeWords(scope: unknown): readonly Scope[] | undefined {
  if (typeof scope !== 'string') return undefined;
  const words = [...new Set(wordsOf(scope))];
  if (words.length === 0) return DEFAULT_SCOPES;
  return words.every(isStandardScope) ? words : undefined;
}

function redirectComplaint(urls: readonly string[]): string | undefined {
  if (urls.length === 0) return 'none was sent';
  if (callbacksLength(urls) > CALLBACKS_LIMIT)
    return `they have more than ${CALLBACKS_LIMIT} characters in all`;
  return urls
    .map((url) => callbackUrlComplaint(url, 'connectedApp'))
    .find((complaint) => complaint !== undefined);
}

/** The server adds `hybrid_auth_code` to whoever may use a code (observed). */
function withHybrid(grantTypes: readonly string[]): readonly string[] {
  if (grantTypes.includes('hybrid_auth_code')) return grantTypes;
  return grantTypes.flatMap((type) => (type === 'authorization_code' ? [type, 'hybrid_auth_code'] : [type]));
}
