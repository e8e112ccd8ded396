/** One readable line per request. */
import { once } from 'node:events';
import colors from 'picocolors';
import type { JournalEntry } from '../journal/journal.ts';
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

/** `✓ POST /services/oauth2/token refresh_token  200 1.2ms`, or what was refused, why, and what to do about it. */
export function requestLine(entry: JournalEntry): string {
  const { method, path, grantType, status, refusal, ms } = entry;
  const asked = printable([method, path, shortGrant(grantType)].filter(Boolean).join(' '));
  if (refusal !== null) {
    const { error, name, why, fix } = refusal;
    return `${colors.red('✗')} ${asked}  ${colors.red(error)} ${colors.bold(name)}: ${printable(why)}  ${colors.cyan('fix:')} ${fix}`;
  }
  const mark = status >= 500 ? colors.red('✗') : colors.green('✓');
  const told = Object.entries(entry.notes ?? {}).map(([name, value]) => `  ${name} ${printable(value)}`);
  return `${mark} ${asked}  ${status} ${colors.dim(`${ms.toFixed(1)}ms`)}${told.join('')}`;
}

function checkLine({ name, ok, detail }: JournalEntry['checks'][number]): string {
  return `    ${ok ? colors.green('✓') : colors.red('✗')} ${name}: ${printable(detail)}`;
}

function bugLines({ trace, error }: Bug): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${colors.red('✗')} ${printable(`${trace.method} ${trace.path}`)}  ${colors.red('500')} a mistake of fauxforce: ${stack}`;
}

/** `jwt-bearer` for `urn:ietf:params:oauth:grant-type:jwt-bearer`. */
function shortGrant(grantType: string | null): string {
  return (grantType ?? '').replace('urn:ietf:params:oauth:grant-type:', '');
}

/** What a client sent must neither break the line nor steer the terminal. */
function printable(text: string): string {
  return text.replace(CONTROL, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

const CONTROL = /\p{Cc}/gu;
