/** The log of a running server: for each request a readable line, or a line of JSON. */
import type { Trace } from '../../refusals/trace.ts';
import type { World } from '../../world/world.ts';
import { jsonLines } from './log-json.ts';
import { textLines } from './log-text.ts';
import { LOG_LEVELS, type LogLevel, type LogTarget } from './log-writer.ts';
import type { PageOf } from './page-link.ts';

export interface Log {
  bug(error: unknown, trace: Trace): void;
  close(): Promise<void>;
}

export function openLog(
  { journal, clock }: World,
  logLevel: LogLevel,
  { stream, json, quiet }: LogTarget,
  pageOf?: PageOf,
): Log {
  // The server goes on when the reader has left, as in `fauxforce | head -1`.
  stream.on('error', () => undefined);
  const writer = json ? jsonLines(stream, pageOf) : textLines(stream, quiet, pageOf);
  const shows = (level: LogLevel) => LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(logLevel);
  // Of what nobody is shown the journal writes less.
  const stopListening = shows('warn')
    ? journal.listen((entry) => writer.request(entry, logLevel), { refusalsOnly: !shows('info') })
    : undefined;
  return {
    bug: (error, trace) => {
      if (shows('error')) writer.bug({ at: new Date(clock.now()).toISOString(), trace, error });
    },
    close: () => {
      stopListening?.();
      return writer.close();
    },
  };
}
