/** Every client that `fauxforce env` knows, and the facts of the server that it will talk to. */
import type { App, Org } from '../../org/model.ts';
import { DEMO_KEY, DEMO_SEED } from '../../seed/demo.ts';
import { loadSeed } from '../../seed/load.ts';
import { nearestTo } from '../../seed/nearest.ts';
import { CommandError, UsageError } from '../failure.ts';
import type { ServerChoice } from '../options.ts';
import type { Client, Flow, ServerFacts } from './client.ts';
import { compiledClients } from './compiled.ts';
import { javascriptClients } from './javascript.ts';
import { pythonAndRubyClients } from './python-ruby.ts';
import { tools } from './tools.ts';

export const clients: readonly Client[] = [
  ...tools,
  ...javascriptClients,
  ...pythonAndRubyClients,
  ...compiledClients,
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
  const { orgs } = await loadSeed(seed);
  const [org] = orgs;
  const user = org?.users.find(
    (candidate) => candidate.isActive && canLogInByBrowser(org, candidate.profile),
  );
  if (org === undefined || user === undefined) throw new CommandError('the seed has no user who can log in');
  return {
    url: baseUrl ?? `http://${host ?? 'localhost'}:${port}`,
    user,
    app: (flow) => appFor(flow, org),
    privateKeyFile: seed.includes(DEMO_SEED) ? DEMO_KEY : '<the private key of the certificate>.pem',
  };
}

function canLogInByBrowser({ profiles }: Org, name: string): boolean {
  return profiles.some((profile) => profile.name === name && !profile.apiUserOnly);
}

const CAN_USE: Readonly<Record<Flow, (app: App) => boolean>> = {
  'web server': (app) =>
    app.consumerSecret !== '' && !app.isAdminApproved && app.callbackUrls.some((url) => /^https?:/.test(url)),
  'client credentials': (app) => app.isClientCredentialEnabled,
  'JWT bearer': (app) => app.certificate !== undefined,
  'username-password': (app) =>
    app.consumerSecret !== '' && !app.isAdminApproved && app.kind === 'connectedApp',
};

function appFor(flow: Flow, org: Org): App {
  const app = org.apps.find((candidate) => CAN_USE[flow](candidate));
  if (app === undefined) throw new CommandError(`the seed has no app that can use the ${flow} flow`);
  return app;
}
