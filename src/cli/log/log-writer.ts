/** What the text log and the JSON log have in common. */
import type { JournalEntry } from '../../journal/entry.ts';
import type { Trace } from '../../refusals/trace.ts';

/** From the one that shows everything to the one that shows nothing. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Standard output or standard error. */
export type LogStream = typeof process.stdout | typeof process.stderr;

/** Where lines are written, and whether they are JSON. */
export interface LogTarget {
  readonly stream: LogStream;
  readonly json: boolean;
  /** Whether text is one line for each request on a terminal too. */
  readonly quiet: boolean;
}

/** Writes lines of one form. */
export interface LogWriter {
  request(entry: JournalEntry, level: LogLevel): void;
  bug(bug: Bug): void;
  /** Settles once every line has left the process. */
  close(): Promise<void>;
}

/** A mistake of ours that a request ran into. */
export interface Bug {
  /** ISO instant. */
  readonly at: string;
  readonly trace: Trace;
  readonly error: unknown;
}

/** A refusal is a warning, everything else that was answered is information. */
export function levelOf({ outcome }: JournalEntry): 'warn' | 'info' {
  return outcome === 'refused' ? 'warn' : 'info';
}
