/** Guests of a site: who they say they are at the authorize endpoint, and again at the token endpoint (authorize.md 8, token.md 13). */
import type { FastifyRequest } from 'fastify';
import { guestUser, isUvid, uvidOf } from '../../org/guest.ts';
import type { User } from '../../org/model.ts';
import { grantsRefreshToken, type Scope, standardScopes } from '../../org/scopes.ts';
import { check } from '../../refusals/check.ts';
import { findAccessToken } from '../../tokens/find-token.ts';
import type { World } from '../../world/world.ts';
import type { ClientRequest, UserRequest } from '../authorize/check.ts';
import { isAssigned, requestedScopes } from '../authorize/request.ts';
import type { TokenRequest } from '../token/grant.ts';
import type { CalledSite } from './site.ts';

/** Scopes that mean nothing without a user: asked for, they are refused. */
const OF_USERS: readonly string[] = ['openid', 'web', 'full'];

/** @throws Refusal */
export async function admitGuest(
  world: World,
  request: FastifyRequest,
  client: ClientRequest,
  { org }: CalledSite,
): Promise<UserRequest> {
  const { app, asked } = client;
  const { isGuestCodeCredFlowEnabled: guests, isNamedUserJwtEnabled: jwt } = app;
  check(request, 'headless.guest-disabled', guests && jwt, { app: app.label, guests, jwt });
  const uvid = await readUvid(world, request);
  check(request, 'headless.uvid', uvid, { wanted: 'UVID and a UUID, or JWT and an access token of a guest' });
  const scopes = requestedScopes(asked);
  const areAllowed = scopes.every((scope) => isAssigned(app, scope) && !OF_USERS.includes(scope));
  check(request, 'headless.guest-scope', areAllowed, { requested: scopes, assigned: app.scopes });
  const scope = (scopes.length > 0 ? scopes : standardScopes(app.scopes).filter(isOfGuests)).join(' ');
  return { ...client, asked: { ...asked, scope }, org, user: guestUser(uvid), approvals: [] };
}

function isOfGuests(scope: Scope): boolean {
  return !OF_USERS.includes(scope) && !grantsRefreshToken([scope]);
}

/** The visitor of the header `Uvid-Hint` or, in the body, `uvid_hint`: named, or by an access token from an earlier visit. */
async function readUvid(world: World, { headers, parameters }: FastifyRequest): Promise<string | undefined> {
  const hint = String(headers['uvid-hint'] ?? parameters.get('uvid_hint') ?? '');
  const [, form, value = ''] = /^(UVID|JWT) (\S+)$/.exec(hint) ?? [];
  if (form === 'UVID') return isUvid(value) ? value : undefined;
  if (form !== 'JWT') return undefined;
  const found = await findAccessToken(world, value);
  return found && uvidOf(found.token.userId);
}

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
