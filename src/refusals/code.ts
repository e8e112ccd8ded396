/** Refusals of `grant_type=authorization_code` (token.md 3). */

import { family } from './family.ts';
import { INVALID_TOKEN, INVALID_VERIFIER } from './login-history.ts';
import { token } from './place.ts';
import { unlessFar } from './policy-words.ts';
import { quote } from './quote.ts';
import { CHALLENGE, exchangeCode, logInTo, VERIFIER } from './recipe-words.ts';

const login = logInTo('Web_Server', { scope: 'api' });
const loginWithChallenge = logInTo('Web_Server', { scope: 'api', code_challenge: CHALLENGE });
const exchange = (changes: Record<string, string> = {}) => exchangeCode('Web_Server', changes);

const SHARED = {
  at: token('authorization_code', 'hybrid_auth_code'),
  surface: 'token',
  status: 400,
  error: 'invalid_grant',
  section: 'token.md 3',
} as const;

export interface CallbackCompared {
  readonly sent: string;
  readonly authorized: string;
  readonly nearMiss: string | undefined;
}

export const codeRefusals = family('code', SHARED, {
  missing: {
    error: 'invalid_request',
    description: 'missing required code',
    why: () => 'code must be sent',
    fix: 'Send the code parameter of the callback, URL-decoded once.',
    section: 'token.md 16',
    evidence: 'unconfirmed',
    recipe: { steps: [exchange({ code: '' })] },
  },
  unknown: {
    description: 'invalid authorization code',
    why: ({ nearMiss }: { nearMiss: string | undefined }) =>
      `the code must be one that was issued here${unlessFar(nearMiss)}`,
    fix: 'Send the code exactly as the callback delivered it: URL-decoded once, with its trailing "==".',
    evidence: 'recalled',
    recipe: { steps: [exchange({ code: 'garbage' })] },
  },
  'other-client': {
    description: 'invalid authorization code',
    loginHistory: INVALID_TOKEN,
    why: ({ issuedTo }: { issuedTo: string }) =>
      `the code was issued to consumer key ${issuedTo}, which must be the client`,
    fix: 'Exchange the code with the client_id that asked for it.',
    evidence: 'unconfirmed',
    recipe: {
      steps: [login, exchange({ client_id: '{{Rotating.key}}', client_secret: '{{Rotating.secret}}' })],
    },
  },
  spent: {
    description: 'expired authorization code',
    loginHistory: { text: 'Failed: Invalid Nonce', certainty: 'observed' },
    why: () => 'a code can be exchanged once',
    fix: 'A code works once: keep the tokens of the first exchange, and do not retry it.',
    evidence: { observed: 'omniphx/forrest#169' },
    recipe: { steps: [login, exchange(), exchange()] },
  },
  expired: {
    description: 'expired authorization code',
    loginHistory: INVALID_TOKEN,
    why: ({ age, lifetime }: { age: number; lifetime: number }) =>
      `the code is ${age / 1000} s old; it lives ${lifetime / 1000} s`,
    fix: 'Exchange the code as soon as the callback delivers it.',
    evidence: { observed: 'idx 18603195452, idx 33617643013' },
    recipe: { steps: [login, { advance: '16m' }, exchange()] },
  },
  'callback-mismatch': {
    error: 'redirect_uri_mismatch',
    description: 'redirect_uri must match configuration',
    loginHistory: { text: 'Failed: Invalid Callback URL', certainty: 'recalled' },
    why: ({ sent, authorized, nearMiss }: CallbackCompared) =>
      `redirect_uri was ${sent === '' ? 'not sent' : quote(sent)}; the authorize request had ${quote(authorized)}${unlessFar(nearMiss)}`,
    fix: 'Send the same redirect_uri as in the authorize request, byte for byte.',
    evidence: { observed: 'idx 18603195452, idx 30601654217' },
    recipe: { steps: [login, exchange({ redirect_uri: '{{Web_Server.callback}}/' })] },
  },
  'verifier-missing': {
    description: 'invalid code verifier',
    loginHistory: INVALID_VERIFIER,
    why: () => 'the authorize request had a code_challenge, so code_verifier must be sent',
    fix: 'Send the code_verifier whose SHA-256 was the code_challenge.',
    evidence: 'unconfirmed',
    recipe: { steps: [loginWithChallenge, exchange()] },
  },
  'verifier-malformed': {
    description: 'invalid code verifier',
    loginHistory: INVALID_VERIFIER,
    why: ({ length, nearMiss }: { length: number; nearMiss: string | undefined }) =>
      `code_verifier has ${length} characters; Salesforce wants at least 43 of A-Z a-z 0-9 - . _ and refuses ~, which RFC 7636 allows${unlessFar(nearMiss)}`,
    fix: 'Make the verifier as base64url of 32 to 128 random bytes.',
    evidence: { observed: 'cognizant-ai-lab/nsflow#249' },
    recipe: {
      steps: [loginWithChallenge, exchange({ code_verifier: 'dBjftJeZ4CVP~mB92K27uhbUJU1p1r_wW1gFWFOEjXk' })],
    },
  },
  'verifier-wrong': {
    description: 'invalid code verifier',
    loginHistory: INVALID_VERIFIER,
    why: ({ codeChallenge, nearMiss }: { codeChallenge: string; nearMiss: string | undefined }) =>
      `base64url(SHA-256(code_verifier)) must be the code_challenge ${quote(codeChallenge)}${unlessFar(nearMiss)}`,
    fix: 'Send the verifier that belongs to the challenge of this very authorize request; only S256 exists.',
    evidence: { observed: 'cognizant-ai-lab/nsflow#249, n8n-io/n8n#32421' },
    recipe: {
      steps: [
        loginWithChallenge,
        exchange({ code_verifier: 'a-verifier-that-belongs-to-some-other-challenge' }),
      ],
    },
  },
  'verifier-unexpected': {
    description: 'unexpected code verifier',
    loginHistory: { text: 'Failed: Unexpected parameter', certainty: 'recalled' },
    why: () => 'the authorize request had no code_challenge, so code_verifier must not be sent',
    fix: 'Send code_challenge with the authorize request, or leave code_verifier out.',
    section: 'authorize.md 4.4',
    evidence: { observed: 'forcedotcom/sfdx-core#166' },
    recipe: { steps: [login, exchange({ code_verifier: VERIFIER })] },
  },
});
