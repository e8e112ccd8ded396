/** Runs a program of a client in Java, with the classes that Maven has brought. */
import { join } from 'node:path';
import { Client } from '../clients/helpers/run-client.ts';
import type { Served } from '../clients/helpers/served.ts';
import { CACHE } from './language.ts';

/** The proxy keeps it on this machine: it refuses other hosts. */
export function startJava(
  { sf }: Served,
  project: string,
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Client> {
  const target = join(CACHE, project, 'source/target');
  const { port } = new URL(sf.url);
  const proxy = ['http', 'https'].flatMap((scheme) => [
    `-D${scheme}.proxyHost=127.0.0.1`,
    `-D${scheme}.proxyPort=${port}`,
  ]);
  return Client.start({
    // The compiler that makes long programs fast is of no use to these.
    command: [
      'java',
      '-XX:TieredStopAtLevel=1',
      ...proxy,
      '-cp',
      `${target}/classes:${target}/dependency/*`,
      ...args,
    ],
    env: { FAUXFORCE_URL: sf.url },
    files,
  });
}
