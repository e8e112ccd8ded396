/**
 * Browsers whose user has verified who they are a moment ago: Setup shows consumer keys and secrets to no other (setup-pages.md 6).
 * For how long is not known; a sealed cookie says when.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { User } from '../../org/model.ts';
import { cookieLine, cookieNamed } from '../../wire/cookies.ts';
import { sameText, sealOf } from '../../wire/secrets.ts';
import type { World } from '../../world/world.ts';

const COOKIE = 'sfdc_idv';
const LIFETIME = 15 * 60_000;

/** Call it after the session has its cookie. @param now by the org's clock */
export function rememberVerified(
  world: Pick<World, 'key'>,
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  user: User,
  now: number,
): void {
  const at = String(Math.floor(now));
  reply.header('set-cookie', cookieLine(COOKIE, `${at}.${sealFor(world, user, at)}`, calledHost.origin));
}

/** @param cookies the header */
export function isVerified(
  world: Pick<World, 'key'>,
  cookies: string | undefined,
  user: User,
  now: number,
): boolean {
  const [at = '', seal = ''] = cookieNamed(COOKIE, cookies)?.split('.') ?? [];
  const age = now - Number(at);
  return sameText(seal, sealFor(world, user, at)) && age >= 0 && age <= LIFETIME;
}

function sealFor({ key }: Pick<World, 'key'>, { id }: User, at: string): string {
  return sealOf(`${id}.${at}`, key('verified browser'));
}
