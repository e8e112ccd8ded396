/** Refusals of the JWT bearer grant (token.md 7). */
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
  'jwt.malformed': refusal<{ sent: boolean }>({
    ...invalidAssertion,
    why: ({ sent }) =>
      sent ? 'assertion was read as three base64url parts holding JSON objects' : 'no assertion was sent',
    fix: 'Send the JWT in compact form: header.claims.signature.',
    evidence: { section: 'token.md 7', certainty: 'observed' },
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
    why: ({ app }) => `whether app ${app} has a certificate was checked`,
    fix: 'Setup > App Manager > (app) > Edit > Use digital signatures: upload the certificate of the signing key.',
    evidence: { section: 'token.md 7', certainty: 'unconfirmed' },
    recipe: withJwt({}, { apps: { JWT_Bearer: { certificate: null } } }),
  }),
  'jwt.signature': refusal<{ app: string }>({
    ...invalidAssertion,
    why: ({ app }) =>
      `the signature was verified with the certificate of app ${app}; kid and jwk in the header choose nothing`,
    fix: 'Sign with the private key of the certificate that was uploaded to the app (Use digital signatures).',
    evidence: { section: 'token.md 7', certainty: 'observed' },
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
    evidence: { section: 'token.md 7', certainty: 'observed' },
    recipe: withJwt({ jwt: { exp: 1_600_000_000 } }),
  }),
  'jwt.audience': refusal<{ aud: string; accepted: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'audience is invalid',
    why: ({ aud, accepted }) => `aud was ${aud}; accepted: ${accepted.join(', ')}`,
    fix: 'Set aud to https://login.salesforce.com, or https://test.salesforce.com for a sandbox or scratch org.',
    evidence: { section: 'token.md 7', certainty: 'observed' },
    recipe: withJwt({ jwt: { aud: 'https://test.salesforce.com' } }),
  }),
  'jwt.unknown-user': refusal<{ username: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ username }) => `"${username}" was looked up among the users that log in on this host`,
    fix: 'Set sub to the username (not the e-mail address), and post to the log-in host of its org.',
    evidence: { section: 'token.md 1.6', certainty: 'observed' },
    recipe: withJwt({ jwt: { sub: 'nobody@acme.example' } }),
  }),
  'jwt.user-of-another-org': refusal<{ app: string; org: string; state: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ app, org }) =>
      `app ${app} was used for a user of org ${org}, which must be the org that defines it`,
    fix: "Use an app of the user's own org.",
    evidence: { section: 'token.md 7', certainty: 'observed' },
    recipe: withJwt({ jwt: { sub: 'lin@globex.example' } }, { secondOrg: true }),
  }),
  'jwt.not-approved': refusal<{ app: string; username: string; approvals: number }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: "user hasn't approved this consumer",
    why: ({ app, username, approvals }) =>
      `user ${username} has ${approvals} approvals of app ${app}; one with refresh_token is needed, as all users may self-authorize`,
    fix: 'Let the user log in through the browser once with the scope refresh_token, or pre-authorize: Manage Connected Apps > (app) > Edit Policies > Permitted Users > Admin approved users are pre-authorized.',
    evidence: { section: 'token.md 7', certainty: 'observed' },
    recipe: withJwt({}, { apps: { JWT_Bearer: { isAdminApproved: false } } }),
  }),
  'jwt.no-refresh-scope': refusal<{ app: string; scopes: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description:
      'refresh_token scope is required and the connected app should be installed and preauthorized',
    why: ({ app, scopes }) =>
      `app ${app} has the scopes ${scopes.join(', ')}; refresh_token must be among them`,
    fix: 'Setup > App Manager > (app) > Edit > Selected OAuth Scopes: add "Perform requests at any time (refresh_token, offline_access)".',
    evidence: { section: 'token.md 7', certainty: 'observed' },
    recipe: withJwt({}, { apps: { JWT_Bearer: { scopes: ['api'] } } }),
  }),
};
