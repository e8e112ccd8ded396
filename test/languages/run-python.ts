/** Runs a client in Python: a script with the lines that `fauxforce env` prints, or a command that the package brings. */
import { join } from 'node:path';
import { Client, type Program } from '../clients/helpers/run-client.ts';
import type { Served } from '../clients/helpers/served.ts';
import { CACHE, HERE } from './language.ts';

export interface Told {
  /** What the script told: python/lab.py. */
  readonly told: readonly Readonly<Record<string, unknown>>[];
  /** The last line of its traceback, if it failed. */
  readonly error: string | undefined;
}

/** Runs a script to its end, with the environment that is printed for the client. */
export async function runScript(served: Served, client: string, script: readonly string[]): Promise<Told> {
  const { code, stderr, told } = await (await startScript(served, client, script)).ended();
  return { told, error: code === 0 ? undefined : (stderr.trimEnd().split('\n').at(-1) ?? '') };
}

export function startScript(
  served: Served,
  client: string,
  script: readonly string[],
  installation = 'python',
): Promise<Client> {
  return start(served, client, ['client.py'], { 'client.py': script.join('\n') }, installation);
}

interface CommandSettings {
  /** Written to config.json. */
  readonly config: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly installation?: string;
}

/** Starts a command of a package with its configuration. */
export function startCommand(
  served: Served,
  client: string,
  [command, ...args]: readonly [string, ...string[]],
  { config, files = {}, installation = 'python' }: CommandSettings,
): Promise<Client> {
  const path = join(CACHE, installation, 'bin', command);
  return start(served, client, [path, ...args], { ...files, 'config.json': config }, installation);
}

async function start(
  served: Served,
  client: string,
  args: readonly string[],
  files: NonNullable<Program['files']>,
  installation = 'python',
): Promise<Client> {
  const { environment } = await served.settingsFor(client);
  return Client.start({
    command: [join(CACHE, installation, 'bin/python'), ...args],
    env: {
      PYTHONPATH: join(HERE, 'python'),
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
      FAUXFORCE_URL: served.sf.url,
      ...environment,
    },
    files,
  });
}
