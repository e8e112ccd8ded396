/** How a command talks to a running server: its lab API, found by --url. */
import { type Command, Option } from 'commander';
import { entryPath } from '../wire/paths.ts';
import { CommandError, UsageError } from './failure.ts';
import { readLabToken, readOrigin, withVariable } from './options.ts';

const DEFAULT_URL = 'http://localhost:7332';

interface LabChoice {
  readonly url: string;
  readonly labToken?: string;
}

/** Adds `--url`, `--lab-token` and `--json`. */
export function addLabOptions(command: Command): Command {
  return command
    .addOption(
      withVariable(new Option('--url <url>', 'the running server').default(DEFAULT_URL).argParser(readUrl)),
    )
    .addOption(
      withVariable(new Option('--lab-token <token>', 'what it was started with').argParser(readLabToken)),
    )
    .option('--json', 'print JSON');
}

/**
 * Calls the lab API once.
 *
 * @throws UsageError with the server's sentence when the server did not understand the request or did not find what it names;
 *   CommandError when no server answered, or another program
 */
export async function callLab(
  command: Command,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const { url, labToken } = command.opts<LabChoice>();
  const response = await reach(url, `/_fauxforce${path}`, {
    method,
    headers: labToken === undefined ? {} : { authorization: `Bearer ${labToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.ok && isFromLab(response)) return response;
  throw await failureOf(response, url);
}

/** Where the inspector of that server explains an entry. */
export function pageOf(command: Command): (id: string) => string {
  return (id) => serverUrl(command) + entryPath(id);
}

/** `--url`. */
export function serverUrl(command: Command): string {
  return command.opts<LabChoice>().url;
}

/** @throws CommandError when nothing answers */
export async function reach(url: string, path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, request);
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    throw new CommandError(
      code === 'UND_ERR_SOCKET' || code === 'ECONNRESET'
        ? `${url} ended the connection without an answer`
        : `nothing answers at ${url}: start fauxforce, or name another server with --url`,
    );
  }
}

function isFromLab({ status, headers }: Response): boolean {
  return (
    status === 204 || /^(?:application\/json|text\/event-stream)/.test(headers.get('content-type') ?? '')
  );
}

async function failureOf(response: Response, url: string): Promise<Error> {
  const { error } = isFromLab(response)
    ? ((await response.json().catch(() => ({}))) as { readonly error?: unknown })
    : {};
  if (response.ok || typeof error !== 'string')
    return new CommandError(`what answers at ${url} is not fauxforce: ${response.status}`);
  return [400, 404].includes(response.status) ? new UsageError(error) : new CommandError(error);
}

/** A query of the values that are not undefined, with its question mark. */
export function queryOf(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

function readUrl(text: string): string {
  return readOrigin(text, DEFAULT_URL);
}
