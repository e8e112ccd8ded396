/** Who is calling: resolves the access token that a resource was sent (identity-and-resources.md 0.1, 10.4; model.md 4.4). */
import type { FastifyRequest } from 'fastify';
import type { App, Org, User } from '../org/model.ts';
import { appOfOrg } from '../org/platform-cli.ts';
import type { Scope } from '../org/scopes.ts';
import { appOfSoapSession, NO_APP } from '../org/soap-session.ts';
import { policies } from '../policies/policies.ts';
import type { TokenEnd } from '../policies/policy-table.ts';
import type { StoredAccessToken } from '../store/port.ts';
import { tokenAfter } from '../wire/authorization.ts';
import { wordsOf } from '../wire/form.ts';
import type { World } from '../world/world.ts';
import {
  type FoundAccessToken,
  findAccessToken,
  stateOf,
  type UnknownToken,
  unknownToken,
} from './find-token.ts';

/** A live access token and everyone it speaks for. */
export interface Access {
  readonly token: StoredAccessToken;
  /** A JWT, good for REST APIs only: SOAP, the UI and single access refuse it (token.md 13, model.md 3.3). */
  readonly isJwt: boolean;
  readonly org: Org;
  readonly user: User;
  readonly app: App;
  readonly scopes: readonly Scope[];
}

/** Why a token is not live: a word for the explanation; the wire does not tell them apart. */
export type DeadToken =
  | UnknownToken
  | 'revoked'
  | 'expired'
  | 'of a user, app or org that is gone'
  | TokenEnd;

/** Also moves the end of the session, once more than half of it is used; a JWT's end is fixed. */
export async function resolveAccessToken(world: World, text: string): Promise<Access | DeadToken> {
  const found = await findAccessToken(world, text);
  if (!found) return unknownToken(world, text, ['access']);
  const access = accessOf(world, found);
  if (typeof access === 'string' || found.isJwt) return access;
  const { token } = found;
  const now = world.clock.of(token.orgId).now();
  if (found.aliveUntil - now < token.timeout * 500) world.store.accessTokens.touch(token.row, now);
  return access;
}

/** Everyone that a stored token speaks for, or why it is dead. */
export function accessOf({ clock, orgs }: World, found: FoundAccessToken): Access | DeadToken {
  const { token, isJwt } = found;
  const org = orgs.org(token.orgId);
  const user = orgs.user(token.userId);
  const app = org && appOfToken(orgs, org, token.consumerKey);
  const state = stateOf(found, clock.of(token.orgId).now());
  // A block also revokes the app's tokens; the explanation must name the block.
  if (state === 'revoked' && app?.state === 'blocked') return 'of a blocked app';
  if (state !== 'alive') return state;
  if (!org || !user || !app) return 'of a user, app or org that is gone';
  const end = policies.endOf({ org, user, app });
  if (end) return end;
  return { token, isJwt, org, user, app, scopes: readScopes(token.scopes) };
}

function appOfToken(orgs: World['orgs'], org: Org, consumerKey: string): App | undefined {
  if (consumerKey === NO_APP) return appOfSoapSession(org);
  const known = orgs.app(consumerKey);
  return known && appOfOrg(known, org);
}

/** The id of the org that an opaque token shows, dead or alive. */
export function orgShownBy(text: string, { orgs }: World): string | undefined {
  return orgs.org(text.slice(0, 15))?.id;
}

/** @param words scopes that were granted once */
export function readScopes(words: string): Scope[] {
  return wordsOf(words) as Scope[];
}

/**
 * The token in `Authorization: Bearer` or `OAuth`, else in one of the given parameters.
 * Undefined when none was sent.
 */
export function sentAccessToken(
  request: FastifyRequest,
  ...parameterNames: ('access_token' | 'oauth_token')[]
): string | undefined {
  const header = tokenAfter(['bearer', 'oauth'], request.headers.authorization);
  if (header) return header;
  for (const name of parameterNames) {
    const value = request.parameters.get(name);
    if (value) return value;
  }
  return undefined;
}
