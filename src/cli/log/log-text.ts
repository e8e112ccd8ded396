/** The log for people: a few rows for each request on a terminal, one line elsewhere. */
import { once } from 'node:events';
import colors from 'picocolors';
import type { JournalEntry } from '../../journal/entry.ts';
import { requestLine as plainRequestLine, printable } from '../../journal/request-line.ts';
import { shown, withoutSecrets } from '../../journal/shown.ts';
import { checkRows, entryRows, requestRows } from './log-rows.ts';
import type { Bug, LogStream, LogWriter } from './log-writer.ts';
import { type PageOf, pageLink } from './page-link.ts';

/** @param quiet one line for each on a terminal too */
export function textLines(stream: LogStream, quiet: boolean, pageOf?: PageOf): LogWriter {
  const write = (line: string) => stream.write(`${line}\n`);
  return {
    request(entry, level) {
      write(quiet ? requestLine(entry, pageOf?.(entry.id)) : requestText(entry, stream, pageOf));
      if (level === 'debug') for (const row of entry.checks.flatMap((check) => checkRows(check))) write(row);
    },
    bug: (bug) => write(bugLines(bug)),
    async close() {
      if (stream.writableNeedDrain) await once(stream, 'drain');
    },
  };
}

/** Chooses rows or a line by where the text is written. */
export function requestText(entry: JournalEntry, stream: LogStream, pageOf?: PageOf): string {
  const page = pageOf?.(entry.id);
  if (!stream.isTTY) return requestLine(entry, page);
  return requestRows(entry, stream.columns, pageLink(entry.id, page, stream)).join('\n');
}

/** Every fact that the journal has about a request. */
export function entryText(entry: JournalEntry, stream: LogStream, pageOf?: PageOf): string {
  return entryRows(entry, stream.columns, pageLink(entry.id, pageOf?.(entry.id), stream)).join('\n');
}

export function requestLine(entry: JournalEntry, page?: string): string {
  return plainRequestLine(entry, colors, page);
}

function bugLines({ trace, error }: Bug): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${colors.red('✗')} ${printable(`${trace.method} ${withoutSecrets(shown(trace.path))}`)}  ${colors.red('500')} a mistake of fauxforce: ${stack}`;
}
