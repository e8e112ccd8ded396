/** Refusals of the JWT bearer grant (token.md 7). */

import { UPLOAD_CERTIFICATE, unlessFar } from './policy-words.ts';
import type { Recipe, Step } from './refusal.ts';
import { refusal } from './refusal.ts';

const claims = { iss: '{{JWT_Bearer.key}}', sub: 'ada@acme.example', aud: 'https://login.salesforce.com' };

const post: Step = {
  token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{{assertion}}' },
};

function withJwt(
  step: Omit<Extract<Step, { jwt: unknown }>, 'jwt'> & { jwt?: Record<string, unknown> },
  given?: Recipe['given'],
): Recipe {
  return { ...(given ? { given } : {}), steps: [{ ...step, jwt: { ...claims, ...step.jwt } }, post] };
}

const invalidAssertion = {
  surface: 'token',
  status: 400,
  error: 'invalid_grant',
  description: 'invalid assertion',
} as const;

export const jwtRefusals = {
  'jwt.malformed': refusal<{ sent: boolean; nearMiss: string | undefined }>({
    ...invalidAssertion,
    why: ({ sent, nearMiss }) =>
      sent
        ? `assertion must be three base64url parts holding JSON objects${unlessFar(nearMiss)}`
        : 'no assertion was sent',
    fix: 'Send the JWT in compact form: header.claims.signature.',
    evidence: {
      section: 'token.md 7',
      certainty: 'observed',
      report: 'frankkessler/salesforce-laravel-oauth2-rest#68',
    },
    recipe: {
      steps: [
        { token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'not.a.jwt' } },
      ],
    },
  }),
  'jwt.algorithm': refusal<{ alg: string }>({
    ...invalidAssertion,
    why: ({ alg }) => `alg was "${alg}"; only RS256 is accepted`,
    fix: 'Sign with RS256; elliptic-curve keys, HMAC and none are not accepted.',
    evidence: { section: 'token.md 7', certainty: 'documented' },
    recipe: withJwt({ signedWith: 'nothing', header: { alg: 'none' } }),
  }),
  'jwt.no-certificate': refusal<{ app: string }>({
    ...invalidAssertion,
    why: ({ app }) => `app ${app} must have a certificate`,
    fix: UPLOAD_CERTIFICATE,
    evidence: { section: 'token.md 7', certainty: 'unconfirmed' },
    recipe: withJwt({}, { apps: { JWT_Bearer: { certificate: null } } }),
  }),
  'jwt.signature': refusal<{ app: string; weakness: string | undefined }>({
    ...invalidAssertion,
    why: ({ app, weakness }) =>
      `the signature must verify with the certificate of app ${app}; kid and jwk in the header choose nothing${unlessFar(weakness)}`,
    typical: { weakness: undefined },
    fix: 'Sign with the private key of the certificate that was uploaded to the app (Use digital signatures).',
    evidence: {
      section: 'token.md 7',
      certainty: 'observed',
      report: 'frankkessler/salesforce-laravel-oauth2-rest#68',
    },
    recipe: withJwt({ signedWith: 'other-key' }),
  }),
  'jwt.no-expiry': refusal<{ exp: string }>({
    ...invalidAssertion,
    why: ({ exp }) => `exp was ${exp}; it must be seconds since the epoch`,
    fix: 'Add the exp claim: now plus three minutes.',
    evidence: { section: 'token.md 7', certainty: 'unconfirmed' },
    recipe: withJwt({ jwt: { exp: 'soon' } }),
  }),
  'jwt.expired': refusal<{ exp: number; now: number }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'expired authorization code',
    why: ({ exp, now }) =>
      `exp was ${exp} and now is ${now}, ${now - exp} s later; 180 s of clock skew are allowed`,
    fix: 'Make a new assertion for each request, and set the clock of the machine that signs it.',
    evidence: {
      section: 'token.md 7',
      certainty: 'observed',
      report: 'simple-salesforce/simple-salesforce#371, #491',
    },
    recipe: withJwt({ jwt: { exp: 1_600_000_000 } }),
  }),
  'jwt.audience': refusal<{ aud: string; accepted: readonly string[]; host: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'audience is invalid',
    why: ({ aud, accepted, host }) =>
      `aud was ${aud}; posted to ${host} it must be one text, of: ${accepted.join(', ')}`,
    fix: 'Let aud be the host you post to, as a text and not an array: https://login.salesforce.com there, https://test.salesforce.com there (sandboxes and scratch orgs); on a My Domain or site its own URL or the log-in host of the org.',
    evidence: { section: 'token.md 7', certainty: 'observed', report: 'forcedotcom/cli#3482, #1640' },
    recipe: withJwt({ jwt: { aud: 'https://test.salesforce.com' } }),
  }),
};
