/** The report of `exec` when the command has ended. */
import type { JournalEntry } from '../../journal/entry.ts';
import { harOf } from '../../journal/har.ts';
import type { Journal } from '../../journal/journal.ts';
import { Kept, Ring } from '../../journal/ring.ts';
import { CommandError } from '../failure.ts';
import { writeWhole } from '../files.ts';
import { requestText } from '../log/log-text.ts';
import type { PageOf } from '../log/page-link.ts';
import type { StartOptions } from '../server/start-options.ts';

/** The requests since listening began. They stay when the command clears the journal. */
interface Heard {
  readonly requests: number;
  readonly refused: number;
  /** The newest ones, oldest first. */
  readonly entries: readonly JournalEntry[];
}

/** @param most how many entries are kept */
export function listenTo(journal: Journal, most: number): Heard {
  const ring = new Ring({ size: most });
  const heard = {
    requests: 0,
    refused: 0,
    get entries() {
      return ring.entries.map(({ entry }) => entry);
    },
  };
  journal.listen((entry) => {
    heard.requests += 1;
    if (entry.outcome === 'refused') heard.refused += 1;
    ring.add(new Kept({ id: entry.id, json: JSON.stringify(entry), cameAt: 0, answeredAt: 0 }));
  });
  return heard;
}

/** Prints a warning on stderr, where `exec` prints everything. */
export function warn(text: string, { json, logLevel }: StartOptions): void {
  if (logLevel === 'silent') return;
  process.stderr.write(json ? `${JSON.stringify({ warning: text })}\n` : `fauxforce: ${text}\n`);
}

interface End {
  readonly exitCode: number;
  readonly heard: Heard;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly url: string;
  readonly pageOf: PageOf;
  /** The file for the journal, if the user named one. */
  readonly file: string | undefined;
}

/**
 * Writes the journal if the command failed, and reports the refusals on stderr, because stdout belongs to the command.
 *
 * @throws CommandError with the command's exit code when the journal cannot be written
 */
export async function report(end: End, { json, logLevel }: StartOptions): Promise<void> {
  let journal: string | undefined;
  try {
    if (isWanted(end)) journal = await writeJournal(end);
  } finally {
    if (logLevel !== 'silent') process.stderr.write(json ? asData(end, journal) : asText(end, journal));
  }
}

/** Whether the journal is written. An empty one is, only if the user named the file. */
function isWanted({ exitCode, heard, file }: End): boolean {
  return exitCode !== 0 && (heard.entries.length > 0 || file !== undefined);
}

/** @returns the file that was written */
async function writeJournal(end: End): Promise<string> {
  const file = end.file ?? defaultFile(end);
  try {
    await writeWhole(file, [JSON.stringify(journalOf(end, file))]);
  } catch (error) {
    throw new CommandError((error as Error).message, end.exitCode);
  }
  return file;
}

function asText(
  { heard: { requests, refused, entries }, exitCode, pageOf }: End,
  journal: string | undefined,
): string {
  const refusals = entries.filter(({ outcome }) => outcome === 'refused');
  const older = refusals.length < refused ? `, of which the newest ${refusals.length}` : '';
  const lines = [
    ...(refused > 0 ? [`fauxforce refused ${refused} of ${requests} requests${older}:`] : []),
    ...refusals.map((entry) => requestText(entry, process.stderr, pageOf)),
    ...(exitCode !== 0 && requests === 0 ? [ASKED_NOTHING] : []),
    ...(journal === undefined ? [] : [`fauxforce: the journal is in ${journal}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const ASKED_NOTHING =
  'fauxforce was asked nothing: does the command read where it is from SALESFORCE_LOGIN_URL or FAUXFORCE_URL?';

function asData(
  { heard: { requests, refused, entries }, exitCode }: End,
  journal: string | undefined,
): string {
  const refusals = entries.filter(({ outcome }) => outcome === 'refused');
  return `${JSON.stringify({ exitCode, requests, refused, refusals, journal: journal ?? null })}\n`;
}

/** The journal in the form of `GET /_fauxforce/journal`, or of `/journal.har`. */
function journalOf({ heard: { entries }, url }: End, file: string): object {
  const newestFirst = entries.toReversed();
  return /\.har$/i.test(file) ? harOf(newestFirst, url) : { entries: newestFirst };
}

/** `.fauxforce/journal-2026-11-23T08-29-17-652Z.json`: without colons and further dots, which some file systems do not allow. */
function defaultFile({ startedAt }: End): string {
  return `.fauxforce/journal-${new Date(startedAt).toISOString().replaceAll(/[:.]/g, '-')}.json`;
}
