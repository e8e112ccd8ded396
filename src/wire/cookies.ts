/** The cookies of a request. */
import { parseCookie } from 'cookie';

/** The first of this name, as it came: ours need no decoding. */
export function cookieNamed(name: string, header: string | undefined): string | undefined {
  return parseCookie(header ?? '', { decode: (value) => value })[name];
}
