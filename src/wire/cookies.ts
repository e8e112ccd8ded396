/** The cookies of a request, and the one way in which we set ours. */
import { parseCookie, parseSetCookie } from 'cookie';

/** The first of this name, as it came: ours need no decoding. */
export function cookieNamed(name: string, header: string | undefined): string | undefined {
  return parseCookie(header ?? '', { decode: (value) => value })[name];
}

/**
 * The value of `Set-Cookie`. The cookie is for our pages alone, and on https for https alone.
 *
 * @param origin of the host that sets it
 * @param life how long the browser keeps it: seconds, or until a date in HTTP's form; left out: until it closes
 */
export function cookieLine(
  name: string,
  value: string,
  origin: string,
  { maxAge, expires }: { readonly maxAge?: number; readonly expires?: string } = {},
): string {
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  const end = expires === undefined ? '' : `; Expires=${expires}`;
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${age}${secure}${end}`;
}

/** Keeps what a `Set-Cookie` says as a browser does: without a value it ends the cookie. */
export function keepCookie(cookies: Map<string, string>, line: string): void {
  const { name, value } = parseSetCookie(line, { decode: (text) => text });
  if (name && value) cookies.set(name, value);
  else cookies.delete(name);
}
