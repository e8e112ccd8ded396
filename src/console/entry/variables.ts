/** What stands for a secret that the journal has as a fingerprint. */

const FINGERPRINT = /^sha256:[0-9a-f]{12}$/;

export function isFingerprint(value: string): boolean {
  return FINGERPRINT.test(value);
}

/** `CLIENT_SECRET` for `client_secret`. */
export function variableFor(name: string): string {
  return name.replace(/\W/g, '_').toUpperCase();
}
