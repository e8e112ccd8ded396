/**
 * `fauxforce journal`: shows the requests to a running server with the explanations of its answers; with --follow, as they
 * happen.
 */
import type { Command } from 'commander';
import type { JournalEntry } from '../../journal/entry.ts';
import { CommandError, UsageError } from '../failure.ts';
import { addLabOptions, callLab, pageOf, queryOf, serverUrl } from '../lab-client.ts';

/** Options that select requests. */
export interface WhoseChoice {
  readonly org?: string;
  readonly clientId?: string;
  readonly username?: string;
  readonly endpoint?: string;
}

interface JournalChoice extends WhoseChoice {
  readonly open?: boolean;
  readonly follow?: boolean;
  readonly har?: boolean;
  readonly clear?: boolean;
  readonly json?: boolean;
  readonly since?: string;
  readonly outcome?: string;
  readonly refusal?: string;
  readonly limit?: string;
}

export function addJournalCommand(program: Command): void {
  const command = program
    .command('journal')
    .description('print what a running server was asked, oldest first, and why it answered so')
    .argument('[id]', 'one entry, whole: as the header x-fauxforce-journal or the log names it, or latest')
    .option('--open', 'open it in the inspector, with a browser, instead of printing it')
    .option('--follow', 'go on with what comes')
    .option('--har', 'print an HTTP Archive')
    .option('--clear', 'forget everything')
    .option('--since <instant>', 'only from then on: 2027-01-01T00:00:00Z');
  addWhoseOptions(command)
    .option('--outcome <word>', 'answered or refused')
    .option('--refusal <name>', 'only refusals of this name')
    .option('--limit <number>', 'only the newest ones');
  addLabOptions(command).action(async (id: string | undefined) => {
    const choice = command.opts<JournalChoice>();
    if (id !== undefined && id !== LATEST) {
      wantOnlyId(command);
      return choice.open ? openEntry(command, id) : printEntry(command, id);
    }
    const modes = (['open', 'follow', 'har', 'clear'] as const).filter((mode) => choice[mode]);
    if (modes.length > 1) throw new UsageError(`--${modes.join(' and --')} exclude each other`);
    const { since, org, clientId, username, endpoint, outcome, refusal, limit } = choice;
    const filter = { since, org, client_id: clientId, username, endpoint, outcome, refusal };
    if (id === LATEST) wantOneEntry(choice);
    if (choice.open) {
      if (limit !== undefined)
        throw new UsageError('--limit is not for --open: the page has all, 50 at a time');
      return openPage(command, `/journal${id === LATEST ? '/latest' : ''}${queryOf(filter)}`);
    }
    if (id === LATEST) return printEntry(command, await latestId(command, { ...filter, limit: '1' }));
    if (choice.clear) {
      const isNarrowed = Object.values({ ...filter, limit }).some((value) => value !== undefined);
      if (isNarrowed) throw new UsageError('--clear forgets everything: leave the rest out');
      return clear(command, choice.json === true);
    }
    if (choice.har)
      return printHar(await callLab(command, 'GET', `/journal.har${queryOf({ ...filter, limit })}`));
    const print = await printer(command, choice.json === true);
    if (choice.follow) {
      if (limit !== undefined) throw new UsageError('--limit is not for --follow: use --since');
      return follow(await callLab(command, 'GET', `/journal/stream${queryOf(filter)}`), print);
    }
    const response = await callLab(command, 'GET', `/journal${queryOf({ ...filter, limit })}`);
    const { entries } = (await response.json()) as { readonly entries: JournalEntry[] };
    for (const entry of entries.reverse()) print(entry);
  });
}

/** Adds `--org`, `--client-id`, `--username` and `--endpoint`. */
export function addWhoseOptions(command: Command): Command {
  return command
    .option('--org <id>', 'only of this org')
    .option('--client-id <key>', 'only of this app')
    .option('--username <username>', 'only of this user')
    .option('--endpoint <word>', 'only of this endpoint: token, authorize, userinfo, rest');
}

/** @throws UsageError */
function wantOnlyId(command: Command): void {
  const {
    json: _json,
    url: _url,
    labToken: _token,
    open: _open,
    ...others
  } = command.opts<Record<string, unknown>>();
  if (Object.keys(others).length > 0) throw new UsageError('an id names one entry: leave the rest out');
}

/** In the place of an id: the newest entry that is meant. */
const LATEST = 'latest';

/** @throws UsageError for what is of many entries */
function wantOneEntry(choice: JournalChoice): void {
  const ofMany = (['follow', 'har', 'clear', 'limit'] as const).find((name) => choice[name] !== undefined);
  if (ofMany) throw new UsageError(`latest is one entry: leave --${ofMany} out`);
}

async function latestId(
  command: Command,
  query: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const response = await callLab(command, 'GET', `/journal${queryOf(query)}`);
  const { entries } = (await response.json()) as { readonly entries: readonly JournalEntry[] };
  const [latest] = entries;
  if (!latest) throw new CommandError('the journal has no such entry');
  return latest.id;
}

/** @throws UsageError when the journal has no such entry */
async function openEntry(command: Command, id: string): Promise<void> {
  const path = `/journal/${encodeURIComponent(id)}`;
  await callLab(command, 'GET', path);
  await openPage(command, path);
}

/** @param path below that of the inspector */
async function openPage(command: Command, path: string): Promise<void> {
  const { json, labToken } = command.opts<{ json?: boolean; labToken?: string }>();
  await callLab(command, 'GET', '/health');
  const { inspectorUrl } = await import('../inspector-url.ts');
  const { openInBrowser } = await import('../open-in-browser.ts');
  const url = inspectorUrl(serverUrl(command), path, labToken);
  process.stdout.write(`${json ? JSON.stringify({ url }) : url}\n`);
  await openInBrowser(url);
}

async function printEntry(command: Command, id: string): Promise<void> {
  const { json } = command.opts<{ json?: boolean }>();
  const response = await callLab(command, 'GET', `/journal/${encodeURIComponent(id)}`);
  const entry = (await response.json()) as JournalEntry;
  const { entryText } = await import('../log/log-text.ts');
  process.stdout.write(
    `${json ? JSON.stringify(entry) : entryText(entry, process.stdout, pageOf(command))}\n`,
  );
}

async function clear(command: Command, json: boolean): Promise<void> {
  await callLab(command, 'DELETE', '/journal');
  const done = 'the journal is empty';
  process.stdout.write(`${json ? JSON.stringify({ done }) : done}\n`);
}

async function printer(command: Command, json: boolean): Promise<(entry: JournalEntry) => void> {
  // Ends when the reader has left, as in `fauxforce journal --follow | head -1`.
  process.stdout.on('error', () => process.exit(0));
  if (json) return (entry) => process.stdout.write(`${JSON.stringify(entry)}\n`);
  const { requestText } = await import('../log/log-text.ts');
  return (entry) => process.stdout.write(`${requestText(entry, process.stdout, pageOf(command))}\n`);
}

async function printHar(response: Response): Promise<void> {
  process.stdout.write(`${await response.text()}\n`);
}

/** Prints entries until the server closes or the user presses Ctrl-C. */
async function follow(response: Response, print: (entry: JournalEntry) => void): Promise<void> {
  let rest = '';
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('data: ')) print(JSON.parse(line.slice(6)) as JournalEntry);
      }
    }
  } catch {
    throw new CommandError('the server went away');
  }
}

const decoder = new TextDecoder();
