/** Guests of a site: what they say again where they exchange a code or revoke a token (token.md 13). */
import type { FastifyRequest } from 'fastify';
import { uvidOf } from '../../org/guest.ts';
import type { User } from '../../org/model.ts';
import { check } from '../../refusals/check.ts';
import type { TokenRequest } from './grant.ts';

/** What a guest says again beside a code or a token of theirs, in headers. */
export function readGuestHeaders({ headers }: Pick<FastifyRequest, 'headers'>): TokenRequest['guest'] {
  return {
    requestType: headers['auth-request-type']?.toString(),
    uvidHint: headers['uvid-hint']?.toString(),
  };
}

/** A guest's code is exchanged by the guest: the hint comes again, without its prefix. @throws Refusal */
export function checkGuest(request: TokenRequest, user: User): void {
  const { guest } = request;
  const type = guest.requestType ?? '';
  check(request, 'headless.request-type', type === 'guest', { type, known: ['guest'] });
  check(request, 'headless.uvid', guest.uvidHint === uvidOf(user.id), {
    wanted: 'the UUID of the authorize request',
  });
}
