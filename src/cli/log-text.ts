/** One readable line per request. */
import { once } from 'node:events';
import colors from 'picocolors';
import type { JournalEntry } from '../journal/entry.ts';
import { requestLine as plainRequestLine, printable } from '../journal/request-line.ts';
import { shown, withoutSecrets } from '../journal/shown.ts';
import type { Bug, LogStream, LogWriter } from './log-writer.ts';

export function textLines(stream: LogStream): LogWriter {
  const write = (line: string) => stream.write(`${line}\n`);
  return {
    request(entry, level) {
      write(requestLine(entry));
      if (level === 'debug') for (const check of entry.checks) write(checkLine(check));
    },
    bug: (bug) => write(bugLines(bug)),
    async close() {
      if (stream.writableNeedDrain) await once(stream, 'drain');
    },
  };
}

export function requestLine(entry: JournalEntry): string {
  return plainRequestLine(entry, colors);
}

function checkLine({ name, ok, detail }: JournalEntry['checks'][number]): string {
  return `    ${ok ? colors.green('✓') : colors.red('✗')} ${name}: ${printable(detail)}`;
}

function bugLines({ trace, error }: Bug): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${colors.red('✗')} ${printable(`${trace.method} ${withoutSecrets(shown(trace.path))}`)}  ${colors.red('500')} a mistake of fauxforce: ${stack}`;
}
