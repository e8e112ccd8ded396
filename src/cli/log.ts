/** What a running server says of each request: a readable line on a terminal, a line of JSON anywhere else. */
import type { JournalEntry } from '../journal/journal.ts';
import type { Trace } from '../journal/trace.ts';
import type { World } from '../world.ts';
import { jsonLines } from './log-json.ts';
import { textLines } from './log-text.ts';
import type { LogLevel, StartOptions } from './start-options.ts';

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

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

export interface Log {
  bug(error: unknown, trace: Trace): void;
  close(): Promise<void>;
}

export function openLog({ journal, clock }: World, { logLevel, json }: StartOptions): Log {
  // A reader that went away, as in `fauxforce | head -1`, is no reason to stop serving.
  process.stdout.on('error', () => undefined);
  const writer = json || !process.stdout.isTTY ? jsonLines() : textLines();
  const shows = (level: LogLevel) => LEVELS.indexOf(level) >= LEVELS.indexOf(logLevel);
  const stopListening = journal.listen((entry) => {
    if (shows(levelOf(entry))) writer.request(entry, logLevel);
  });
  return {
    bug: (error, trace) => {
      if (shows('error')) writer.bug({ at: new Date(clock.now()).toISOString(), trace, error });
    },
    close: () => {
      stopListening();
      return writer.close();
    },
  };
}

/** A refusal is a warning, everything else that was answered is information. */
export function levelOf({ outcome }: JournalEntry): 'warn' | 'info' {
  return outcome === 'refused' ? 'warn' : 'info';
}
