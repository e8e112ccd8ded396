/** What an app asks for: the parameters of an authorize request that mean something. Source: authorize.md 4.1. */
import { type FormParameters, wordsOf } from '../../wire/form.ts';

const PARAMETERS = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'display',
  'prompt',
  'login_hint',
  'immediate',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'sso_provider',
] as const;

/** By their names on the wire. Whatever else was sent (device_id, resource, …) is tolerated and dropped. */
export type Asked = { readonly [name in (typeof PARAMETERS)[number]]?: string };

/** `state` is kept as it came; an empty value of anything else is as good as none. */
export function readAsked(parameters: FormParameters): Asked {
  const sent = PARAMETERS.map((name) => [name, parameters.get(name)] as const);
  return Object.fromEntries(
    sent.filter(([name, value]) => value !== undefined && (value !== '' || name === 'state')),
  );
}

/** True when `response_type` contains `id_token`. */
export function asksForIdToken({ response_type }: Asked): boolean {
  return wordsOf(response_type).includes('id_token');
}

/** True when `prompt` contains the word; unknown words, `none` among them, mean nothing (authorize.md 13). */
export function prompts({ prompt }: Asked, word: 'login' | 'consent' | 'select_account'): boolean {
  return wordsOf(prompt).includes(word);
}
