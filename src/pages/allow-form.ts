/** The form of the Allow Access page: whoever presses a button saw it, in this session, for this request. */
import { createHmac, hkdfSync } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { LiveSession } from '../oauth/session/sessions.ts';
import { sameText } from '../wire/secrets.ts';

export class AllowForm {
  readonly #key: Buffer;

  /** @param storeSecret the store's 32 bytes, so that an open form survives a restart */
  constructor(storeSecret: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', storeSecret, '', 'Allow Access form', 32));
  }

  /** What the form carries to prove that it is the one that this session was shown. */
  confirmation({ row }: LiveSession, source: string): string {
    return createHmac('sha256', this.#key).update(`${row} ${source}`).digest('base64url');
  }

  /** The button, if the form is the one that this session was shown; undefined for anything else. */
  pressed(
    { method, parameters }: FastifyRequest,
    session: LiveSession,
    source: string,
  ): 'Allow' | 'Deny' | undefined {
    if (method !== 'POST') return undefined;
    const sent = parameters.get('_CONFIRMATIONTOKEN') ?? '';
    if (!sameText(sent, this.confirmation(session, source))) return undefined;
    if (parameters.has('cancel')) return 'Deny';
    return parameters.has('save') ? 'Allow' : undefined;
  }
}
