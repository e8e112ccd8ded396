/** User credentials of a headless log-in: in the body, or in a Basic header (authorize.md 8). */
import type { FastifyRequest } from 'fastify';
import type { App } from '../../org/model.ts';
import { check } from '../../refusals/check.ts';
import { type BasicCredentials, readBasic } from '../../wire/authorization.ts';

/**
 * A username and password, or an identifier and the one-time code that goes with it.
 *
 * @throws Refusal
 */
export function readCredentials(request: FastifyRequest, app: App): BasicCredentials {
  const { headers, parameters } = request;
  const { authorization } = headers;
  const name = parameters.get('username') ?? '';
  const secret = parameters.get('password') ?? '';
  if (authorization === undefined || (name !== '' && secret !== '')) {
    check(request, 'headless.credentials-missing', name !== '' && secret !== '', {});
    return { name, secret };
  }
  check(request, 'headless.header-not-allowed', !app.isCodeCredentialPostOnly, { app: app.label });
  const basic = readBasic(authorization);
  check(request, 'headless.header-malformed', basic?.name, {});
  return basic;
}
