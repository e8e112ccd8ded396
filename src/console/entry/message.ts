/** A request of the journal as it went over the wire, as far as the journal tells: secrets are fingerprints. */
import type { JournalEntry } from '../../journal/entry.ts';

/** Where the journal's parameters were, and what else is known of the request. */
export interface Message {
  readonly method: string;
  /** With the query. */
  readonly target: string;
  /** Of a form; undefined: it has none, or the journal does not tell it. */
  readonly form: Readonly<Record<string, string>> | undefined;
}

/** The journal keeps query and body as one: they are shown where the method usually has them. */
export function messageOf({ method, path, request, endpoint }: JournalEntry): Message {
  if (endpoint === 'soap' || Object.keys(request).length === 0)
    return { method, target: path, form: undefined };
  if (method === 'POST') return { method, target: path, form: request };
  return { method, target: `${path}?${new URLSearchParams(request)}`, form: undefined };
}

/** The request line and its form, a parameter in a line. */
export function requestText(entry: JournalEntry): string {
  const { method, target, form } = messageOf(entry);
  if (form === undefined) return `${method} ${target}`;
  const lines = Object.entries(form).map(([name, value]) => `${name}=${value}`);
  return `${method} ${target}\ncontent-type: application/x-www-form-urlencoded\n\n${lines.join('\n&')}`;
}

/** The status line, where it led and what it said. */
export function answerText({ status, response }: JournalEntry): string {
  const { location, body } = response;
  const shown = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  return [`${status}`, ...(location === undefined ? [] : [`location: ${location}`]), '', shown]
    .join('\n')
    .trimEnd();
}
