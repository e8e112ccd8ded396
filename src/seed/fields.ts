/** What single fields of a seed may say. Sources: wire facts, model.md 1.2 (callback URLs), 1.3 and 4.3 (policies). */
import { BlockList, isIP, isIPv4 } from 'node:net';
import type { RefreshTokenPolicy } from '../org/app-settings.ts';
import { memoize } from '../wire/memoize.ts';

const HOUR = 3_600_000;
/** A month is 30 days: whether Salesforce counts calendar months is unconfirmed (model.md 4.3). */
const UNITS = { HOURS: HOUR, DAYS: 24 * HOUR, MONTHS: 30 * 24 * HOUR } as const;
const PERIOD_POLICY = /^(specific_lifetime|specific_inactivity):([1-9]\d{0,4}):(HOURS|DAYS|MONTHS)$/;

/** Reads `specific_lifetime:90:DAYS` and the like; undefined if the text is no such policy. */
export function readRefreshTokenPolicy(policy: string): RefreshTokenPolicy | undefined {
  if (policy === 'infinite' || policy === 'zero') return { kind: policy };
  const [, kind, count, unit] = PERIOD_POLICY.exec(policy) ?? [];
  if (kind === undefined) return undefined;
  return {
    kind: kind as 'specific_lifetime' | 'specific_inactivity',
    period: Number(count) * UNITS[unit as keyof typeof UNITS],
  };
}

/** The problem with a Single Logout URL, or undefined. It must be https, or http on this machine. */
export function singleLogoutUrlComplaint(url: string): string | undefined {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  const isHere = target && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(target.hostname);
  if (target?.protocol === 'https:' || (target?.protocol === 'http:' && isHere)) return undefined;
  return `'${url}' is not a Single Logout URL: an absolute https:// URL, or http:// on localhost`;
}

/** The problem with a URL that browsers are sent to, or undefined. */
export function absoluteUrlComplaint(url: string): string | undefined {
  return isWebUrl(url, ['https:', 'http:'])
    ? undefined
    : `'${url}' is not an absolute https:// or http:// URL`;
}

/** The problem with the URL of an app's logo, or undefined. */
export function logoUrlComplaint(url: string): string | undefined {
  return isWebUrl(url, ['https:'])
    ? undefined
    : `'${url}' is not the URL of a logo: an absolute https:// URL`;
}

/** The problem with the URL of an app's icon, or undefined. */
export function iconUrlComplaint(url: string): string | undefined {
  return isWebUrl(url, ['https:'])
    ? undefined
    : `'${url}' is not the URL of an icon: an absolute https:// URL`;
}

/** The problem with a URL that people are led to, or undefined. */
export function pageUrlComplaint(url: string): string | undefined {
  if (isWebUrl(url, ['https:', 'http:'])) return undefined;
  return `'${url}' is not the URL of a page: an absolute https:// or http:// URL`;
}

function isWebUrl(url: string, protocols: readonly string[]): boolean {
  return !/\s/.test(url) && URL.canParse(url) && protocols.includes(new URL(url).protocol);
}

/** The problem with an e-mail address, or undefined. */
export function emailComplaint(address: string): string | undefined {
  const [local, domain, ...more] = address.split('@');
  if (local && domain && more.length === 0 && !/\s/.test(address)) return undefined;
  return `'${address}' is not an e-mail address`;
}

/** An instant as a seed writes it, in whole seconds. @param time milliseconds since the epoch */
export function instantText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Whether it is an entry of Setup > CORS: scheme and host, with a port or a wildcard for subdomains, and no path. */
export function isCorsOrigin(origin: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:\*\.)?[a-z0-9._-]+(?::\d{1,5})?$/i.test(origin);
}

/** First path segments that Salesforce uses itself. */
const OWN_PATHS = new Set(['services', 'setup', 'secur', 'id', 's', 'profilephoto', 'lightning']);

/** Whether it is empty or a single path segment that hides none of our paths. */
export function isSinglePath(prefix: string): boolean {
  return prefix === '' || (/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(prefix) && !OWN_PATHS.has(prefix));
}

/** Whether both ends are of one family and start is not after end. True if an end is not an address: that is another problem. */
export function rangeIsOrdered({ start, end }: { start: string; end: string }): boolean {
  const family = isIP(start);
  if (family === 0 || isIP(end) === 0) return true;
  if (family !== isIP(end)) return false;
  try {
    new BlockList().addRange(start, end, isIPv4(start) ? 'ipv4' : 'ipv6');
    return true;
  } catch {
    return false;
  }
}

/** True for an IANA name this runtime knows, old spellings included. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && isKnownTimeZone(name) === true;
}

/** Remembered by name: making a format takes longer than reading the rest of a small org. */
const isKnownTimeZone = memoize(1_000, (name) => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return undefined;
  }
});
