/** What stands for a secret in a command or a test. */

/** `CLIENT_SECRET` for `client_secret`. */
export function variableFor(name: string): string {
  return name.replace(/\W/g, '_').toUpperCase();
}
