/** Proof Key for Code Exchange as Salesforce does it: S256 and nothing else. Source: token.md 3, clients.md 1.12. */
import { hash } from 'node:crypto';
import { sameText } from '../wire/secrets.ts';

/** RFC 7636's minimum. Its maximum of 128 is not Salesforce's: its own clients send 171 characters. */
const SHORTEST_VERIFIER = 43;

/** base64url(SHA-256(verifier)), 43 characters: what an app sends as `code_challenge`. */
export function codeChallengeOf(verifier: string): string {
  return hash('sha256', verifier, 'base64url');
}

/** RFC 7636's alphabet without `~`, which Salesforce refuses although the RFC allows it. */
export function isVerifierWellFormed(verifier: string): boolean {
  return verifier.length >= SHORTEST_VERIFIER && /^[A-Za-z0-9._-]+$/.test(verifier);
}

/** True when the verifier is well-formed and the challenge was made from it. Compares in constant time. */
export function verifies(challenge: string, verifier: string): boolean {
  if (!isVerifierWellFormed(verifier)) return false;
  return sameText(challenge, codeChallengeOf(verifier));
}

/** How a challenge was made of the verifier, if not as it should be; undefined where it was made of another one. */
export function nearMissOfVerifier(challenge: string, verifier: string): string | undefined {
  if (challenge === verifier) return 'the challenge is the verifier itself (plain), not its SHA-256';
  if (challenge === `${codeChallengeOf(verifier)}=`) return isRightIn('base64url with padding');
  const encodings = ['base64', 'hex'] as const;
  const encoding = encodings.find(
    (one) => challenge.toLowerCase() === hash('sha256', verifier, one).toLowerCase(),
  );
  return encoding && isRightIn(encoding);
}

function isRightIn(encoding: string): string {
  return `the challenge is the right SHA-256 in ${encoding}; it must be in base64url without padding`;
}
