/** What a client asks a proxy for: a host and a port, and whose they are. */
import { isBelow, SALESFORCE_SUFFIXES } from '../tls/names.ts';

export interface Target {
  /** In small letters, an IPv6 address without brackets, any notation of an IPv4 address as four numbers. */
  readonly host: string;
  readonly port: number;
}

const AUTHORITY = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,255})(?::(\d{1,5}))?$/i;

/** @param port where none is named; undefined where one must be */
export function readTarget(authority: string, port?: number): Target | undefined {
  const [, name = '', said] = AUTHORITY.exec(authority) ?? [];
  const number = said === undefined ? port : Number(said);
  if (number === undefined || number < 1 || number > 65_535 || !URL.canParse(`http://${name}`))
    return undefined;
  const { hostname } = new URL(`http://${name}`);
  return { host: hostname.replace(/^\[|\]$|\.$/g, ''), port: number };
}

export function isSalesforces({ host }: Target): boolean {
  return isBelow(host, SALESFORCE_SUFFIXES);
}

/** `[::1]:443` */
export function authorityOf({ host, port }: Target): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
