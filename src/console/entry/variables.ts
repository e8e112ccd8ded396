/** What stands for a secret in a command or a test. */

/** `CLIENT_SECRET` for `client_secret`; no name begins with a digit. */
export function variableFor(name: string): string {
  return name.replace(/^(?=\d)|\W/g, '_').toUpperCase();
}
