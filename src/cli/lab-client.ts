/** How a command talks to a running server: its lab API, found by --url. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CommandError, UsageError } from './failure.ts';
import { withVariable } from './options.ts';
import { readLabToken } from './start-options.ts';

interface LabChoice {
  readonly url: string;
  readonly labToken?: string;
}

/** Adds `--url`, `--lab-token` and `--json`. */
export function addLabOptions(command: Command): Command {
  return command
    .addOption(
      withVariable(
        new Option('--url <url>', 'the running server').default('http://localhost:7332').argParser(readUrl),
      ),
    )
    .addOption(
      withVariable(new Option('--lab-token <token>', 'what it was started with').argParser(readLabToken)),
    )
    .option('--json', 'print JSON');
}

/**
 * One call of the lab API.
 *
 * @throws UsageError with the server's own sentence when it did not understand, CommandError when nothing answered
 */
export async function callLab(
  command: Command,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const { url, labToken } = command.opts<LabChoice>();
  let response: Response;
  try {
    response = await fetch(`${url}/_fauxforce${path}`, {
      method,
      headers: labToken === undefined ? {} : { authorization: `Bearer ${labToken}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new CommandError(`nothing answers at ${url}: start fauxforce, or name another server with --url`);
  }
  if (response.ok) return response;
  throw await failureOf(response, url);
}

async function failureOf(response: Response, url: string): Promise<Error> {
  const text = await response.text();
  const { error } = text.startsWith('{"error":')
    ? (JSON.parse(text) as { error: string })
    : { error: undefined };
  if (error === undefined)
    return new CommandError(`what answers at ${url} is not fauxforce: ${response.status}`);
  return response.status === 400 ? new UsageError(error) : new CommandError(error);
}

/** A query of the values that are there, with its question mark. */
export function queryOf(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError('Write the address of a server, such as http://localhost:7332.');
  }
  return url.origin;
}
