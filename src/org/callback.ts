/** Callback URLs: how a redirect_uri is compared with them, and how an answer is put on one. Source: authorize.md 11. */
import { isSalesforceName } from './hosts.ts';
import type { App } from './model.ts';

const HIERARCHICAL = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)(.*)/is;

/** The callback URL that the redirect_uri is, or undefined: no prefix, wildcard or loopback port is forgiven. */
export function findCallback(
  { callbackUrls }: Pick<App, 'callbackUrls'>,
  redirectUri: string,
): string | undefined {
  return callbackUrls.find((callbackUrl) => sameRedirectUri(callbackUrl, redirectUri));
}

/** Exact, except that scheme and host have no case. Both are given as decoded from their parameters. */
export function sameRedirectUri(a: string, b: string): boolean {
  return foldHost(a) === foldHost(b);
}

/** Only A to Z are folded: other alphabets have letters that fold onto ASCII (the Kelvin sign is a `k`). */
function foldHost(uri: string): string {
  const [, scheme, authority, rest] = HIERARCHICAL.exec(uri) ?? [];
  if (scheme === undefined || authority === undefined || rest === undefined) return uri;
  const host = authority.lastIndexOf('@') + 1;
  return foldAscii(scheme) + authority.slice(0, host) + foldAscii(authority.slice(host)) + rest;
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** User-agent flow: whether it may carry a refresh token, as custom schemes and the built-in callback may (authorize.md 5). */
export function mayCarryRefreshToken(callbackUrl: string): boolean {
  return !/^https?:/i.test(callbackUrl) || /^[^?#]*\/services\/oauth2\/success$/.test(callbackUrl);
}

/**
 * Where a URL on one of Salesforce's hosts is on localhost: at the same path. Undefined for one that is elsewhere.
 *
 * @param url read as a browser reads it
 * @param origin of localhost, or the base URL
 */
export function callbackHere(url: string, origin: string): string | undefined {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  const { hostname, pathname, search, hash } = new URL(url);
  return isSalesforceName(hostname) ? origin + pathname + search + hash : undefined;
}

/** Puts a fragment on a callback URL, in the place of one it was registered with. */
export function withFragment(callbackUrl: string, fragment: string): string {
  return `${callbackUrl.replace(/#.*/s, '')}#${fragment}`;
}

/** Appends a query to a callback URL, after the query it was registered with and before its fragment. */
export function withQuery(callbackUrl: string, query: string): string {
  const end = callbackUrl.indexOf('#');
  const base = end < 0 ? callbackUrl : callbackUrl.slice(0, end);
  const fragment = end < 0 ? '' : callbackUrl.slice(end);
  return `${base}${base.includes('?') ? '&' : '?'}${query}${fragment}`;
}

/** All callback URLs of an app are kept in one text field, a line each (authorize.md 11). */
export const CALLBACKS_LIMIT = 2000;

/** @param urls anything but a list is as good as an empty one */
export function callbacksLength(urls: unknown): number {
  return Array.isArray(urls) ? urls.join('\n').length : 0;
}

/** Schemes that a browser runs, shows or reads files by itself: no app is behind them. */
const OF_BROWSERS =
  /^(?:about|blob|chrome|data|feed|file|filesystem|ftp|jar|javascript|livescript|mhtml|mocha|resource|vbscript|view-source|wss?):/i;

/** Http as Setup takes it. That an address is none was seen for External Client Apps (authorize.md 11). */
const ON_LOCALHOST = /^http:\/\/localhost(?::\d+)?(?:[/?#]|$)/i;
const ON_LOOPBACK = /^http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:[/?#]|$)/i;

/** What is wrong with a callback URL, as the end of a sentence; undefined if Setup takes it. */
export function callbackUrlComplaint(url: string, kind: App['kind']): string | undefined {
  // Real project files have `https://` where nobody is called back (model.md 1.8).
  if (url === 'oob' || url === 'https://') return undefined;
  if (/[\s\p{Cc}]/u.test(url))
    return `'${url}' has a space or line break in it: write one URL per list entry`;
  if (/^(?:localhost|[^:/.]+\.[^:/]+):\d+(?:[/?#]|$)/i.test(url))
    return `'${url}' is not absolute: did you mean 'http://${url}'?`;
  if (OF_BROWSERS.test(url))
    return `'${url}' has a scheme that no app can have: https, http://localhost or one of its own`;
  if (/^http:/i.test(url)) {
    if ((kind === 'externalClientApp' ? ON_LOCALHOST : ON_LOOPBACK).test(url)) return noUrl(url);
    return `'${url}' is http: Setup takes it for http://localhost only, and https or a scheme of the app's own anywhere else`;
  }
  if (/^https:/i.test(url)) return noUrl(url);
  if (/^[A-Za-z][A-Za-z0-9+.-]*:./.test(url)) return undefined;
  return `'${url}' is not absolute: begin it with a scheme such as https:// or myapp://`;
}

/** Browsers would make a URL of some that have no host. */
function noUrl(url: string): string | undefined {
  if (/^https?:\/\/[^/?#\\]/i.test(url) && URL.canParse(url)) return undefined;
  const scheme = /^http:/i.test(url) ? 'http' : 'https';
  return `'${url}' is no URL: after ${scheme}:// a host name is missing, or host or port is not one`;
}
