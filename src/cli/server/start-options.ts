/** The options of `fauxforce start`, read and checked. */
import { isIP } from 'node:net';
import { type Command, InvalidArgumentError } from 'commander';
import { readDuration } from '../../ground/duration.ts';
import { problemOfLocation } from '../../store/location.ts';
import { UsageError } from '../failure.ts';
import type { LogFormat, LogLevel } from '../log/log-writer.ts';
import { type ServerChoice, serverChoice } from '../options.ts';

export interface StartOptions extends ServerChoice {
  /** A file, or `:memory:`. */
  readonly store: string;
  readonly logLevel: LogLevel;
  /** Undefined: text on a terminal and JSON elsewhere. `exec` writes text, unless JSON is asked for. */
  readonly logFormat: LogFormat | undefined;
  readonly journalHeader: boolean;
  readonly journalSize: number;
  /** Milliseconds. */
  readonly journalAge: number | undefined;
  readonly labToken: string | undefined;
  /** Folder of the certificate authority. */
  readonly ca: string;
  /** A second port, which does what the first does. */
  readonly tlsPort: number | undefined;
  /** What becomes of hosts that are not Salesforce's. */
  readonly proxyOthers: 'refuse' | 'tunnel';
  /** Whether http is refused where Salesforce refuses it. */
  readonly requireHttps: boolean;
  /** Addresses and CIDR ranges. */
  readonly trustProxy: readonly string[] | undefined;
  readonly allowClientIpHeader: boolean;
  /** Whether callbacks on Salesforce hosts are followed. */
  readonly followRealCallbacks: boolean;
  /** The snapshot file to start from. */
  readonly import: string | undefined;
  /** The snapshot file to write at the end. */
  readonly exportOnExit: string | undefined;
  /** Whether changed seed files are read again. */
  readonly watch: boolean;
  /** Processes that serve the port. */
  readonly workers: number;
  readonly json: boolean;
  /** Whether a terminal is shown only what a pipe is shown. */
  readonly quiet: boolean;
}

export function readStartOptions(command: Command): StartOptions {
  const {
    watch,
    json,
    quiet,
    journalHeader,
    allowClientIpHeader,
    followRealCallbacks,
    requireHttps,
    ...said
  } = command.opts<
    Pick<
      StartOptions,
      | 'store'
      | 'logLevel'
      | 'logFormat'
      | 'labToken'
      | 'ca'
      | 'tlsPort'
      | 'proxyOthers'
      | 'trustProxy'
      | 'import'
      | 'exportOnExit'
      | 'journalSize'
      | 'journalAge'
    > & {
      workers?: number;
      journalHeader: boolean;
      allowClientIpHeader?: boolean;
      followRealCallbacks?: boolean;
      requireHttps?: boolean;
      watch?: boolean;
      json?: boolean;
      quiet?: boolean;
    }
  >();
  return {
    ...serverChoice(command),
    store: said.store,
    logLevel: said.logLevel,
    logFormat: said.logFormat,
    labToken: said.labToken,
    ca: said.ca,
    tlsPort: said.tlsPort,
    proxyOthers: said.proxyOthers,
    trustProxy: said.trustProxy,
    allowClientIpHeader: allowClientIpHeader ?? isSet('FAUXFORCE_ALLOW_CLIENT_IP_HEADER'),
    followRealCallbacks: followRealCallbacks ?? isSet('FAUXFORCE_FOLLOW_REAL_CALLBACKS'),
    requireHttps: requireHttps ?? isSet('FAUXFORCE_REQUIRE_HTTPS'),
    import: said.import,
    exportOnExit: said.exportOnExit,
    journalSize: said.journalSize,
    journalAge: said.journalAge,
    journalHeader: journalHeader && !isSet('FAUXFORCE_NO_JOURNAL_HEADER'),
    watch: watch ?? isSet('FAUXFORCE_WATCH'),
    workers: wantSharedStore(said.workers ?? 1, said.store),
    json: json ?? isSet('FAUXFORCE_JSON'),
    quiet: quiet ?? isSet('FAUXFORCE_QUIET'),
  };
}

/** @throws UsageError when several processes are to share what is in the memory of one */
function wantSharedStore(workers: number, store: string): number {
  if (workers > 1 && store === ':memory:')
    throw new UsageError(
      `${workers} workers cannot share a store in memory (--store :memory:): leave --store out, or give a file or postgres://…`,
    );
  return workers;
}

/** Whether a variable says yes: a flag cannot be left to Commander, which takes `false` for yes too. @throws UsageError */
export function isSet(variable: string): boolean {
  const value = process.env[variable]?.toLowerCase() ?? '';
  if (['', '0', 'false', 'no', 'off'].includes(value)) return false;
  if (['1', 'true', 'yes', 'on'].includes(value)) return true;
  throw new UsageError(`${variable} is '${value}': write true or false`);
}

export function readStore(text: string): string {
  const problem = problemOfLocation(text);
  // Commander would repeat what was given, and a URL has a password in it.
  if (problem !== undefined && text.includes('://')) throw new UsageError(problem);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return text;
}

const MOST_WORKERS = 64;

export function readWorkers(text: string): number {
  const workers = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (!(workers >= 1 && workers <= MOST_WORKERS))
    throw new InvalidArgumentError(`Write a number of processes from 1 to ${MOST_WORKERS}.`);
  return workers;
}

/** Entries. */
export function readJournalSize(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError('Write a number of requests from 1 to 999999.');
  return Number(text);
}

/** @returns milliseconds */
export function readJournalAge(text: string): number {
  const age = readDuration(text);
  if (age === undefined || age <= 0)
    throw new InvalidArgumentError('Write a duration such as 90s, 15m, 2h or 3d.');
  return age;
}

/** A list, with commas, of what stands before fauxforce. */
export function readProxies(text: string): readonly string[] {
  const proxies = text.split(',').map((part) => part.trim());
  if (!proxies.every(isNetwork))
    throw new InvalidArgumentError(
      'Write addresses or CIDR ranges with commas, such as 10.0.0.1,192.168.0.0/16.',
    );
  return proxies;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
