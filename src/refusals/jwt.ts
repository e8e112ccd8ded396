/** Refusals of the JWT bearer grant (token.md 7). */

import { family } from './family.ts';
import { token } from './place.ts';
import { UPLOAD_CERTIFICATE, unlessFar } from './policy-words.ts';
import { quote } from './quote.ts';
import { bearerJwt, JWT_BEARER, POST_ASSERTION, WEAK_CERTIFICATE } from './recipe-words.ts';
import type { Recipe, Step } from './refusal.ts';
import { CERTIFICATE, inSetup } from './setup-paths.ts';

/** A JWT that is right but for the changes. */
function withJwt(
  { jwt, ...step }: Partial<Extract<Step, { readonly jwt: unknown }>>,
  given?: Recipe['given'],
): Recipe {
  return { ...(given ? { given } : {}), steps: [{ ...step, ...bearerJwt(jwt) }, POST_ASSERTION] };
}

const SHARED = {
  at: token(JWT_BEARER),
  surface: 'token',
  status: 400,
  error: 'invalid_grant',
  section: 'token.md 7',
} as const;

export const jwtRefusals = family('jwt', SHARED, {
  malformed: {
    description: 'invalid assertion',
    why: ({ sent, nearMiss }: { sent: boolean; nearMiss: string | undefined }) =>
      sent
        ? `assertion must be three base64url parts holding JSON objects${unlessFar(nearMiss)}`
        : 'no assertion was sent',
    fix: 'Send the JWT in compact form: header.claims.signature.',
    evidence: { observed: 'frankkessler/salesforce-laravel-oauth2-rest#68' },
    recipe: { steps: [{ token: { grant_type: JWT_BEARER, assertion: 'not.a.jwt' } }] },
  },
  algorithm: {
    description: 'invalid assertion',
    why: ({ alg }: { alg: string }) => `alg was ${quote(alg)}; only RS256 is accepted`,
    fix: 'Sign with RS256; elliptic-curve keys, HMAC and none are not accepted.',
    evidence: 'documented',
    recipe: withJwt({ signedWith: 'nothing', header: { alg: 'none' } }),
  },
  'no-certificate': {
    description: 'invalid assertion',
    why: ({ app }: { app: string }) => `app ${app} must have a certificate`,
    fix: UPLOAD_CERTIFICATE,
    evidence: 'unconfirmed',
    recipe: withJwt({}, { apps: { JWT_Bearer: { certificate: null } } }),
  },
  certificate: {
    description: 'invalid assertion',
    why: ({ app, weakness }: { app: string; weakness: string | undefined }) =>
      `an RSA key in the certificate of app ${app} must have 2048 bits or more${unlessFar(weakness)}`,
    fix: inSetup(
      CERTIFICATE,
      (place) =>
        `${place}: upload the certificate of an RSA key of 2048 bits or more, and sign with that key.`,
    ),
    evidence: 'unconfirmed',
    recipe: {
      steps: [
        {
          restore: { JWT_Bearer: { certificate: WEAK_CERTIFICATE } },
          inWords:
            'let the certificate of JWT_Bearer be that of an RSA key of 1,024 bits (openssl req -x509 -newkey rsa:1024 -noenc -keyout weak.key -out weak.crt -subj /CN=weak)',
        },
        bearerJwt(),
        POST_ASSERTION,
      ],
    },
  },
  signature: {
    description: 'invalid assertion',
    why: ({ app }: { app: string }) =>
      `the signature must verify with the certificate of app ${app}; kid and jwk in the header choose nothing`,
    fix: 'Sign with the private key of the certificate that was uploaded to the app (Use digital signatures).',
    evidence: { observed: 'frankkessler/salesforce-laravel-oauth2-rest#68' },
    recipe: withJwt({ signedWith: 'other-key' }),
  },
  'no-expiry': {
    description: 'invalid assertion',
    why: ({ exp }: { exp: string }) => `exp was ${exp}; it must be seconds since the epoch`,
    fix: 'Add the exp claim: now plus three minutes.',
    evidence: 'unconfirmed',
    recipe: withJwt({ jwt: { exp: 'soon' } }),
  },
  expired: {
    description: 'expired authorization code',
    why: ({ exp, now }: { exp: number; now: number }) =>
      `exp was ${exp} and now is ${now}, ${now - exp} s later; 180 s of clock skew are allowed`,
    fix: 'Make a new assertion for each request, and set the clock of the machine that signs it.',
    evidence: { observed: 'simple-salesforce/simple-salesforce#371, #491' },
    recipe: withJwt({ jwt: { exp: 1_600_000_000 } }),
  },
  audience: {
    description: 'audience is invalid',
    loginHistory: { text: 'Failed: Audience Invalid', certainty: 'recalled' },
    why: ({ aud, accepted, host }: { aud: string; accepted: readonly string[]; host: string }) =>
      `aud was ${aud}; posted to ${host} it must be one text, of: ${accepted.join(', ')}`,
    fix: 'Let aud be the host you post to, as a text and not an array: https://login.salesforce.com there, https://test.salesforce.com there (sandboxes and scratch orgs); on a My Domain or site its own URL or the log-in host of the org.',
    evidence: { observed: 'forcedotcom/cli#3482, #1640' },
    recipe: withJwt({ jwt: { aud: 'https://test.salesforce.com' } }),
  },
});
