/** One readable line per request: on a terminal in colours, in the message of a failing test without. */
import type { JournalEntry } from './entry.ts';

/** How the parts of a line are set off. */
export type Paint = Readonly<Record<'red' | 'green' | 'cyan' | 'bold' | 'dim', (text: string) => string>>;

const asItIs = (text: string) => text;
const PLAIN: Paint = { red: asItIs, green: asItIs, cyan: asItIs, bold: asItIs, dim: asItIs };

/**
 * `✓ POST /services/oauth2/token refresh_token  200 1.2ms`, or what was refused, why, what to do about it, and where more is told.
 *
 * @param page URL of the inspector's page on the entry
 */
export function requestLine(entry: JournalEntry, paint: Paint = PLAIN, page?: string): string {
  const { status, refusal, ms } = entry;
  if (refusal !== null) {
    const { error, name, why, fix } = refusal;
    return `${paint.red('✗')} ${asked(entry)}  ${paint.red(error)} ${paint.bold(name)}: ${printable(why)}  ${paint.cyan('fix:')} ${fix}${page === undefined ? '' : `  ${paint.cyan('more:')} ${page}`}`;
  }
  const mark = status >= 500 ? paint.red('✗') : paint.green('✓');
  const told = Object.entries(entry.notes ?? {}).map(([name, value]) => `  ${name} ${printable(value)}`);
  return `${mark} ${asked(entry)}  ${status} ${paint.dim(`${ms.toFixed(1)}ms`)}${told.join('')}`;
}

/** What was asked: `POST /services/oauth2/token refresh_token`, `POST /services/Soap/u/64.0 login`. */
export function asked({ method, path, endpoint, grantType, request }: JournalEntry): string {
  const what = endpoint === 'soap' ? request.operation : shortGrant(grantType);
  return printable([method, path, what].filter(Boolean).join(' '));
}

/** `jwt-bearer` for `urn:ietf:params:oauth:grant-type:jwt-bearer`. */
export function shortGrant(grantType: string | null): string {
  return (grantType ?? '').replace('urn:ietf:params:oauth:grant-type:', '');
}

/** What a client sent must neither break the line nor steer the terminal. */
export function printable(text: string): string {
  return text.replace(CONTROL, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

const CONTROL = /\p{Cc}/gu;
