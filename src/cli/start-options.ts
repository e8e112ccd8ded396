/** What `fauxforce start` was told. */
import { type Command, InvalidArgumentError } from 'commander';
import { UsageError } from './failure.ts';
import { type ServerChoice, serverChoice } from './options.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface StartOptions extends ServerChoice {
  /** A file, or `:memory:`. */
  readonly store: string;
  readonly logLevel: LogLevel;
  readonly journalHeader: boolean;
  readonly labToken: string | undefined;
  /** Whether changed seed files are read again. */
  readonly watch: boolean;
  readonly json: boolean;
}

export function readStartOptions(command: Command): StartOptions {
  const { store, logLevel, labToken, journalHeader, watch, json } = command.opts<
    Pick<StartOptions, 'store' | 'logLevel' | 'labToken'> & {
      journalHeader: boolean;
      watch?: boolean;
      json?: boolean;
    }
  >();
  return {
    ...serverChoice(command),
    store,
    logLevel,
    labToken,
    journalHeader: journalHeader && !isSet('FAUXFORCE_NO_JOURNAL_HEADER'),
    watch: watch ?? isSet('FAUXFORCE_WATCH'),
    json: json ?? isSet('FAUXFORCE_JSON'),
  };
}

/** Whether a variable says yes: a flag cannot be left to Commander, which takes `false` for yes too. */
function isSet(variable: string): boolean {
  const value = process.env[variable]?.toLowerCase() ?? '';
  if (['', '0', 'false', 'no', 'off'].includes(value)) return false;
  if (['1', 'true', 'yes', 'on'].includes(value)) return true;
  throw new UsageError(`${variable} is '${value}': write true or false`);
}

export function readStore(text: string): string {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1];
  if (scheme !== undefined) {
    throw new InvalidArgumentError(
      `This version keeps state in SQLite only: give a file or :memory:, not ${scheme}://.`,
    );
  }
  if (text.trim() === '') throw new InvalidArgumentError('Give a file or :memory:.');
  return text;
}

export function readLabToken(text: string): string {
  if (!/^[!-~]+$/.test(text))
    throw new InvalidArgumentError('Write visible ASCII characters without spaces.');
  return text;
}

export function refuseTls(): never {
  throw new InvalidArgumentError(
    'This version does not speak TLS: put a TLS proxy in front and name it with --base-url.',
  );
}
