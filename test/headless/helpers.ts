/** Intents of the headless tests: an app's own log-in page, on the site http://localhost/customers of the demo. */
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Answer, members, send } from '../helpers/token.ts';

const SITE = '/customers';
const CALLBACK = 'http://localhost:3000/callback';
export const UVID = '2c7a8b53-9a53-4a0e-8f0e-3b1c6f5d7e21';
export const NAMED_USER = { 'Auth-Request-Type': 'Named-User' };
export const BY_CODE = { 'Auth-Request-Type': 'passwordless-login', 'Auth-Verification-Type': 'email' };
export const REGISTRATION = { 'Auth-Request-Type': 'user-registration', 'Auth-Verification-Type': 'email' };

type Words = Record<string, string>;

/** A demo whose Headless app may be changed. */
export function startHeadless(app: Record<string, unknown> = {}, demo: DemoChanges = {}): Promise<Fauxforce> {
  return startFauxforce({ demo: { ...demo, apps: { Headless: app } } });
}

export function authorize(
  sf: Fauxforce,
  form: Words = { username: 'vera@acme.example', password: 'correct-horse' },
  headers: Words = NAMED_USER,
  path = `${SITE}/services/oauth2/authorize`,
): Promise<Answer> {
  const asked = {
    response_type: 'code_credentials',
    client_id: '3MVG9Demo.Headless',
    redirect_uri: CALLBACK,
  };
  return send(sf, path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ ...asked, ...form }).toString(),
  });
}

export function exchange(
  sf: Fauxforce,
  code: string,
  more: Words = {},
  headers: Words = {},
): Promise<Answer> {
  const form = { grant_type: 'authorization_code', client_id: '3MVG9Demo.Headless', redirect_uri: CALLBACK };
  return send(sf, `${SITE}/services/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ ...form, code, ...more }).toString(),
  });
}

export function codeOf({ status, headers }: Answer): string {
  if (status !== 302) throw new Error(`expected a redirect, not ${status}`);
  return new URL(String(headers.location)).searchParams.get('code') ?? '';
}

/** Calls an endpoint of the site with JSON, as the Mobile SDKs do. */
export function init(sf: Fauxforce, path: string, body: unknown): Promise<Answer> {
  return send(sf, SITE + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The one-time code of the newest request, as a test reads it. */
export function oneTimeCode(sf: Fauxforce): string {
  const code = sf.journal.entries({ limit: 1 })[0]?.notes?.oneTimeCode;
  if (!code) throw new Error('no code was sent');
  return code;
}

/** Has a code sent to vera; returns the identifier. */
export async function beginLogIn(sf: Fauxforce): Promise<string> {
  const { body } = await init(sf, '/services/auth/headless/init/passwordless/login', {
    username: 'vera@acme.example',
    recaptcha: 'x',
    verificationmethod: 'email',
  });
  return members(body).identifier ?? '';
}

export function basic(name: string, secret: string): Words {
  return { Authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` };
}
