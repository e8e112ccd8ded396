/** Every client that `fauxforce env` knows, and the facts of the server that it will talk to. */
import { LabClock } from '../../../ground/clock.ts';
import { nearestTo } from '../../../ground/nearest.ts';
import { DEMO_KEY, DEMO_SEED } from '../../../seed/demo.ts';
import { CommandError, UsageError } from '../../failure.ts';
import type { ServerChoice } from '../../options.ts';
import { readSeed } from '../../server/seed-in-use.ts';
import type { Client, ServerFacts } from './client.ts';
import { compiledClients } from './compiled.ts';
import { findApp } from './find-app.ts';
import { javascriptClients } from './javascript.ts';
import { pythonClients } from './python.ts';
import { rubyClients } from './ruby.ts';
import { samlClients } from './saml.ts';
import { tools } from './tools.ts';

export const clients: readonly Client[] = [
  ...tools,
  ...javascriptClients,
  ...pythonClients,
  ...rubyClients,
  ...compiledClients,
  ...samlClients,
];

/** @throws UsageError with the nearest name */
export function findClient(name: string): Client {
  const wanted = name.toLowerCase();
  const client = clients.find(({ names }) => names.includes(wanted));
  if (client !== undefined) return client;
  const names = clients.flatMap((candidate) => candidate.names);
  const nearest = nearestTo(wanted, names);
  throw new UsageError(
    `there is no client '${name}' here: ${nearest ? `did you mean '${nearest}'?` : 'fauxforce env lists them'}`,
  );
}

/** @throws SeedError, UsageError */
export async function serverFacts({ port, host, seed, baseUrl }: ServerChoice): Promise<ServerFacts> {
  if (port === 0 && baseUrl === undefined) {
    throw new UsageError('--port 0 says nothing of the port that was picked: give the one of the ready line');
  }
  const { orgs } = await readSeed(seed);
  const [org] = orgs;
  if (org === undefined) throw new CommandError('the seed has no org');
  const now = new LabClock().now();
  const proxy = `http://${host ?? 'localhost'}:${port}`;
  const findAny: ServerFacts['findAny'] = (flow, wishes = {}) => findApp(flow, org, now, wishes);
  return {
    url: baseUrl ?? proxy,
    proxy,
    org,
    findAny,
    find(flow, wishes) {
      const found = findAny(flow, wishes);
      if (found) return found;
      throw new CommandError(`the seed has no app, and user who may use it, for the ${flow} flow`);
    },
    privateKeyFile: seed.includes(DEMO_SEED) ? DEMO_KEY : '<the private key of the certificate>.pem',
  };
}
