/** The form of the Allow Access page: whoever presses a button saw it, in this session, for this request. */
import type { FastifyRequest } from 'fastify';
import type { LiveSession } from '../oauth/session/sessions.ts';
import { sameText, sealOf } from '../wire/secrets.ts';
import type { Key } from '../world/keys.ts';

/** What the form carries to prove that it is the one that this session was shown. */
export function confirmationOf(key: Key, { row }: LiveSession, source: string): string {
  return sealOf(`${row} ${source}`, key('Allow Access form'));
}

/** The button, if the form is the one that this session was shown; undefined for anything else. */
export function buttonPressed(
  key: Key,
  { method, parameters }: FastifyRequest,
  session: LiveSession,
  source: string,
): 'Allow' | 'Deny' | undefined {
  if (method !== 'POST') return undefined;
  const sent = parameters.get('_CONFIRMATIONTOKEN') ?? '';
  if (!sameText(sent, confirmationOf(key, session, source))) return undefined;
  if (parameters.has('cancel')) return 'Deny';
  return parameters.has('save') ? 'Allow' : undefined;
}
