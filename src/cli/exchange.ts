/**
 * `--exchange` of `fauxforce jwt` and `saml`: sends the assertion to the token endpoint, and shows the answer and its
 * explanation.
 */
import type { Command } from 'commander';
import type { JournalEntry } from '../journal/entry.ts';
import { JOURNAL_HEADER } from '../wire/headers.ts';
import { CommandError } from './failure.ts';
import { callLab, pageOf, reach, serverUrl } from './lab-client.ts';
import { requestText } from './log/log-text.ts';

export type AssertionForm = Readonly<Record<'grant_type' | 'assertion', string>>;

/** Prints the answer. If it is a refusal, prints the explanation on stderr and sets exit code 1. */
export async function exchangeAssertion(command: Command, form: AssertionForm, json: boolean): Promise<void> {
  const { assertion } = form;
  const response = await reach(serverUrl(command), '/services/oauth2/token', {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const text = await textOf(response);
  const entry = response.ok ? undefined : await entryOf(command, response);
  if (json) {
    const refusal = entry?.refusal ?? null;
    const told = { assertion, status: response.status, answer: parsed(text), refusal };
    process.stdout.write(`${JSON.stringify(told)}\n`);
  } else {
    process.stdout.write(`${text}\n`);
    if (entry) process.stderr.write(`${requestText(entry, process.stderr, pageOf(command))}\n`);
  }
  if (!response.ok) process.exitCode = 1;
}

/** @throws CommandError when an armed failure cuts the body off */
async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch {
    throw new CommandError(`the answer, of status ${response.status}, broke off`);
  }
}

/** Undefined when the server runs with --no-journal-header. */
async function entryOf(command: Command, { headers }: Response): Promise<JournalEntry | undefined> {
  const id = headers.get(JOURNAL_HEADER);
  if (id === null) return undefined;
  return (await (await callLab(command, 'GET', `/journal/${id}`)).json()) as JournalEntry;
}

/** An armed failure may answer with text that is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
