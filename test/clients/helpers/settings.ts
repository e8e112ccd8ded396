/** What `fauxforce env <client>` prints for the server of a test: tests set that, and nothing else. */
import type { Fauxforce } from '../../../src/testing/index.ts';
import { run } from '../../cli/run.ts';

export interface Settings {
  readonly environment: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/** @param ca the folder of the server's certificate authority */
export async function settingsFor(client: string, sf: Fauxforce, ca: string): Promise<Settings> {
  const { port } = new URL(sf.url);
  const { code, stdout, stderr } = await run({ args: ['env', client, '--json', '--port', port, '--ca', ca] });
  if (code !== 0) throw new Error(stderr);
  return { environment: {}, lines: [], ...JSON.parse(stdout) };
}
