/** PKCE as Salesforce does it: token.md 3, clients.md 1.12. The pair of RFC 7636, appendix B. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeChallengeOf, isVerifierWellFormed, nearMissOfVerifier, verifies } from '../../src/oauth/pkce.ts';

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

test('the pair of RFC 7636', () => {
  expect(codeChallengeOf(VERIFIER)).toBe(CHALLENGE);
  expect(verifies(CHALLENGE, VERIFIER)).toBe(true);
  expect(verifies(CHALLENGE, `${VERIFIER}x`)).toBe(false);
  expect(verifies('', VERIFIER)).toBe(false);
  expect(verifies(VERIFIER, VERIFIER)).toBe(false);
});

test.each([
  ['42 characters', 'a'.repeat(42), false],
  ['43 characters', 'a'.repeat(43), true],
  ['171 characters, as the CLI sends', 'a'.repeat(171), true],
  ['2,000 characters', 'a'.repeat(2_000), true],
  ['a tilde', `${'a'.repeat(43)}~`, false],
  ['a tilde at its front', `~${'a'.repeat(43)}`, false],
  ['a dot, a dash and an underscore', `${'a'.repeat(43)}.-_`, true],
  ['padding', `${'a'.repeat(43)}=`, false],
  ['a line end', `${'a'.repeat(43)}\n`, false],
])('a verifier of %s', (_kind, verifier, wellFormed) => {
  expect(isVerifierWellFormed(verifier)).toBe(wellFormed);
  expect(verifies(codeChallengeOf(verifier), verifier)).toBe(wellFormed);
});

test('a challenge verifies its own verifier only', () => {
  const verifier = fc.stringMatching(/^[A-Za-z0-9._-]{43,171}$/);
  fc.assert(
    fc.property(verifier, verifier, (a, b) => {
      expect(verifies(codeChallengeOf(a), a)).toBe(true);
      expect(verifies(codeChallengeOf(a), b)).toBe(a === b);
    }),
  );
});

/** SHA-256 of the verifier of RFC 7636, as its appendix B lists the octets. */
const HEX = '13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3';

test.each([
  ['plain', VERIFIER, 'the challenge is the verifier itself (plain), not its SHA-256'],
  [
    'standard base64',
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM=',
    'the challenge is the right SHA-256 in base64; it must be in base64url without padding',
  ],
  [
    'base64url with padding',
    `${CHALLENGE}=`,
    'the challenge is the right SHA-256 in base64url with padding; it must be in base64url without padding',
  ],
  ['hex', HEX, 'the challenge is the right SHA-256 in hex; it must be in base64url without padding'],
  [
    'hex in capitals',
    HEX.toUpperCase(),
    'the challenge is the right SHA-256 in hex; it must be in base64url without padding',
  ],
  ['of another verifier', codeChallengeOf('a'.repeat(43)), undefined],
])('a challenge that is %s', (_what, challenge, why) => {
  expect(nearMissOfVerifier(challenge, VERIFIER)).toBe(why);
});
