/** The options that say which server is meant, and how each is read from the command line and from FAUXFORCE_<NAME>. */
import { delimiter } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEMO_SEED } from '../seed/demo.ts';

/** What `start` serves, and what other commands need to know of it. */
export interface ServerChoice {
  readonly port: number;
  /** Undefined: both loopback addresses. */
  readonly host: string | undefined;
  readonly seed: readonly string[];
  readonly baseUrl: string | undefined;
}

/** Adds `--port`, `--host`, `--seed` and `--base-url`. */
export function addServerOptions(command: Command, port = 7332): Command {
  return command
    .addOption(
      withVariable(
        new Option('--port <number>', 'the port; 0 picks a free one').default(port).argParser(readPort),
      ),
    )
    .addOption(
      withVariable(
        new Option('--host <address>', 'the address to listen on (default: 127.0.0.1 and ::1)').argParser(
          readHostOption,
        ),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--seed <path>',
          'a seed file, a folder of them or a Salesforce DX project; may be repeated (default: the demo org)',
        ).argParser(collect),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--base-url <url>',
          'the origin that URLs in answers carry, when a proxy changes it',
        ).argParser(readBaseUrl),
      ),
    );
}

/** The option can be given as `FAUXFORCE_<NAME>` too. An empty variable counts as absent. */
export function withVariable(option: Option): Option {
  const name = `FAUXFORCE_${option.long?.slice(2).replaceAll('-', '_').toUpperCase()}`;
  if (process.env[name] === '') delete process.env[name];
  return option.env(name);
}

export function serverChoice(command: Command): ServerChoice {
  const { port, host, seed, baseUrl } = command.opts<Partial<ServerChoice> & { port: number }>();
  // In a variable, several paths stand as they do in PATH.
  const fromVariable = command.getOptionValueSource('seed') === 'env';
  const paths = fromVariable ? seed?.flatMap((path) => path.split(delimiter)).filter(Boolean) : seed;
  return { port, host, seed: paths?.length ? paths : [DEMO_SEED], baseUrl };
}

export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('Write a whole number from 0 to 65535.');
  return port;
}

function readHostOption(text: string): string {
  if (!/^[a-z0-9.:_-]+$/i.test(text))
    throw new InvalidArgumentError('Write an address such as 127.0.0.1 or 0.0.0.0.');
  return text;
}

function readBaseUrl(text: string): string {
  return readOrigin(text, 'https://salesforce.example:8443');
}

export function readOrigin(text: string, example: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.href === `${url.origin}/` &&
    !text.endsWith('?') &&
    !text.endsWith('#');
  if (!isOrigin) throw new InvalidArgumentError(`Write scheme, host and port, such as ${example}.`);
  return url.origin;
}

export function readLabToken(text: string): string {
  if (!/^[!-~]+$/.test(text))
    throw new InvalidArgumentError('Write visible ASCII characters without spaces.');
  return text;
}

export function readPath(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Write a path.');
  return text;
}

function collect(path: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), readPath(path)];
}
