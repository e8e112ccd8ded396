/** What stands in the journal in the place of a secret. */

const FINGERPRINT = /^sha256:[0-9a-f]{12}$/;

export function isFingerprint(value: string): boolean {
  return FINGERPRINT.test(value);
}
