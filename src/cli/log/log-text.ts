/** The log for people: a few rows for each request on a terminal, one line elsewhere. */
import { once } from 'node:events';
import colors from 'picocolors';
import type { JournalEntry } from '../../journal/entry.ts';
import { requestLine as plainRequestLine, printable } from '../../journal/request-line.ts';
import { shown, withoutSecrets } from '../../journal/shown.ts';
import { checkRows, entryRows, requestRows } from './log-rows.ts';
import type { Bug, LogStream, LogWriter } from './log-writer.ts';

/** @param quiet one line for each on a terminal too */
export function textLines(stream: LogStream, quiet: boolean): LogWriter {
  const write = (line: string) => stream.write(`${line}\n`);
  return {
    request(entry, level) {
      write(quiet ? requestLine(entry) : requestText(entry, stream));
      if (level === 'debug') for (const row of entry.checks.flatMap((check) => checkRows(check))) write(row);
    },
    bug: (bug) => write(bugLines(bug)),
    async close() {
      if (stream.writableNeedDrain) await once(stream, 'drain');
    },
  };
}

/** Chooses rows or a line by where the text is written. */
export function requestText(entry: JournalEntry, { isTTY, columns }: LogStream): string {
  return isTTY ? requestRows(entry, columns).join('\n') : requestLine(entry);
}

/** Every fact that the journal has about a request. */
export function entryText(entry: JournalEntry, { columns }: LogStream): string {
  return entryRows(entry, columns).join('\n');
}

export function requestLine(entry: JournalEntry): string {
  return plainRequestLine(entry, colors);
}

function bugLines({ trace, error }: Bug): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${colors.red('✗')} ${printable(`${trace.method} ${withoutSecrets(shown(trace.path))}`)}  ${colors.red('500')} a mistake of fauxforce: ${stack}`;
}
