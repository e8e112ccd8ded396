/** The Authorization header. Schemes are read in any case, with one space after them or more. */

const BASIC = /^basic +([A-Za-z0-9+/_-]+={0,2}) *$/i;
const TOKEN = /^(\S+) +(\S+) *$/;

/** A user-id and a password as RFC 7617 has them: a consumer key and its secret, a username and its password. */
export interface BasicCredentials {
  readonly name: string;
  readonly secret: string;
}

/** What a Basic header says, parted at its first colon. Undefined unless it is sound and has one. */
export function readBasic(header: string | undefined): BasicCredentials | undefined {
  const text = textOfBasic(header);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 0) return undefined;
  return { name: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** What stands in a Basic header in base64: of either alphabet, padded or not, as the Mobile SDKs send it. */
export function textOfBasic(header: string | undefined): string | undefined {
  const encoded = BASIC.exec(header ?? '')?.[1];
  return encoded && Buffer.from(encoded, 'base64').toString('utf8');
}

/** The token after a scheme, if it is one of these. */
export function tokenAfter(
  schemes: readonly ('bearer' | 'oauth')[],
  header: string | undefined,
): string | undefined {
  const [, scheme = '', token] = TOKEN.exec(header ?? '') ?? [];
  return schemes.some((one) => one === scheme.toLowerCase()) ? token : undefined;
}
