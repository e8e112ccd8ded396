/** User credentials of a headless log-in: in the body, or in a Basic header (authorize.md 8). */
import type { FastifyRequest } from 'fastify';
import type { App } from '../../org/model.ts';
import type { Trace } from '../../refusals/trace.ts';

/** A username and password, or an identifier and the one-time code that goes with it. */
export interface Credentials {
  readonly name: string;
  readonly secret: string;
}

/** @throws Refusal */
export function readCredentials(
  { headers, parameters, trace: recorder }: FastifyRequest,
  app: App,
): Credentials {
  const trace: Trace = recorder;
  const { authorization } = headers;
  const name = parameters.get('username') ?? '';
  const secret = parameters.get('password') ?? '';
  if (authorization === undefined || (name !== '' && secret !== '')) {
    trace.check('headless.credentials-missing', name !== '' && secret !== '', {});
    return { name, secret };
  }
  trace.check('headless.header-not-allowed', !app.isCodeCredentialPostOnly, { app: app.label });
  const basic = readBasic(authorization);
  trace.check('headless.header-malformed', basic, {});
  return basic;
}

/** Both base64 alphabets, with padding or without: the Mobile SDKs send the URL-safe one unpadded. */
function readBasic(authorization: string): Credentials | undefined {
  const encoded = /^basic +([A-Za-z0-9+/_-]+={0,2}) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { name: text.slice(0, colon), secret: text.slice(colon + 1) };
}
