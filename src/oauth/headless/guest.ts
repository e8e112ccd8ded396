/** Guests of a site: who they say they are at the authorize endpoint (authorize.md 8). */
import type { FastifyRequest } from 'fastify';
import { guestUser, isUvid, uvidOf } from '../../org/guest.ts';
import { grantsRefreshToken, type Scope, standardScopes } from '../../org/scopes.ts';
import { check } from '../../refusals/check.ts';
import { findAccessToken } from '../../tokens/find-token.ts';
import type { World } from '../../world/world.ts';
import type { ClientRequest, UserRequest } from '../authorize/check.ts';
import { isAssigned, requestedScopes } from '../requested-scopes.ts';
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
