/** Secrets leave a request only as fingerprints: the same secret always gives the same one. */
import { hash } from 'node:crypto';

const SECRET_NAMES = new Set([
  '_confirmationtoken',
  'access_token',
  'actor_token',
  'assertion',
  'authorization',
  'client_assertion',
  'client_secret',
  'content_sid',
  'csrf_token',
  'code',
  'code_verifier',
  'cookie',
  'device_code',
  'frontdoor_uri',
  'id_token',
  'lightning_sid',
  'newpassword',
  'oauth_token',
  'otp',
  'parent_sid',
  'password',
  'pw',
  'refresh_token',
  'registration_access_token',
  'saml_response',
  'samlresponse',
  'securitytoken',
  'sessionid',
  'sid',
  'signature',
  'source',
  'starturl',
  'subject_token',
  'token',
  'user_code',
  'visualforce_sid',
]);

function fingerprint(secret: string): string {
  return `sha256:${hash('sha256', secret).slice(0, 12)}`;
}

function isSecret(name: string): boolean {
  return SECRET_NAMES.has(name.toLowerCase());
}

/** Parameters with the values of secret ones fingerprinted. */
export function redactParameters(parameters: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    Array.from(parameters, ([name, value]) => [name, isSecret(name) ? fingerprint(value) : value]),
  );
}

/** A JSON value with the strings under secret names fingerprinted, at any depth. */
export function redactJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'string' && isSecret(name) ? fingerprint(member) : redactJson(member),
    ]),
  );
}

/** A URL with the secret members of its query and fragment fingerprinted, as they are once decoded. */
export function redactUrl(url: string): string {
  return url.replace(/([?&#])([^=&#]+)=([^&#]*)/g, (whole, mark: string, name: string, value: string) =>
    isSecret(name) ? `${mark}${name}=${fingerprint(decoded(value))}` : whole,
  );
}

/** Never throws, whatever the percent signs are followed by. */
function decoded(value: string): string {
  return new URLSearchParams(`value=${value}`).get('value') ?? '';
}
