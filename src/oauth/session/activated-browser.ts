/** Browsers whose user has typed a verification code: they carry a cookie for as long as Salesforce's, and are not asked again. */
import { createHmac, hkdfSync } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { User } from '../../org/model.ts';
import { sameText } from '../../wire/secrets.ts';
import type { World } from '../../world/world.ts';

const COOKIE = 'sfdc_lv2';
const YEAR = 31_536_000;

export function isActivated({ store }: World, { headers }: FastifyRequest, user: User): boolean {
  const sent = new RegExp(`(?:^|;)\\s*${COOKIE}=([^;]*)`).exec(headers.cookie ?? '')?.[1];
  if (sent === undefined) return false;
  return sameText(sent.trim(), sealOf(store.secret, user));
}

/** Call it after the session has its cookie. */
export function activate(
  { store }: World,
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  user: User,
): void {
  const secure = calledHost.origin.startsWith('https:') ? '; Secure' : '';
  const value = sealOf(store.secret, user);
  reply.header('set-cookie', `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${YEAR}${secure}`);
}

function sealOf(storeSecret: Buffer, { id }: User): string {
  const key = Buffer.from(hkdfSync('sha256', storeSecret, '', 'activated browser', 32));
  return createHmac('sha256', key).update(id).digest('base64url');
}
