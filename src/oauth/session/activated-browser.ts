/** Browsers whose user has typed a verification code: they carry a cookie for as long as Salesforce's, and are not asked again. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { User } from '../../org/model.ts';
import { cookieLine, cookieNamed } from '../../wire/cookies.ts';
import { sameText, sealOf } from '../../wire/secrets.ts';
import type { Key } from '../../world/keys.ts';
import type { World } from '../../world/world.ts';

const COOKIE = 'sfdc_lv2';
const YEAR = 31_536_000;

export function isActivated({ key }: World, { headers }: FastifyRequest, user: User): boolean {
  const sent = cookieNamed(COOKIE, headers.cookie);
  return sent !== undefined && sameText(sent, cookieOf(user, key));
}

/** Call it after the session has its cookie. */
export function activate(
  { key }: World,
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  user: User,
): void {
  reply.header('set-cookie', cookieLine(COOKIE, cookieOf(user, key), calledHost.origin, { maxAge: YEAR }));
}

function cookieOf({ id }: User, key: Key): string {
  return sealOf(id, key('activated browser'));
}
