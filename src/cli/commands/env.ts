/** `fauxforce env`: prints what to set so that a real client talks to this server. */
import type { Command } from 'commander';
import { openAuthority } from '../authority.ts';
import { CommandError } from '../failure.ts';
import { addServerOptions, serverChoice } from '../options.ts';
import { quoted } from '../shell.ts';
import { caOption } from './certs.ts';
import type { Client, ServerFacts, Setup } from './clients/client.ts';

interface Options {
  readonly ca: string;
  readonly json?: boolean;
}

export function addEnvCommand(program: Command): void {
  const command = program
    .command('env')
    .description('print what to set for a client; give the same options as to start')
    .argument('[client]', 'a client, such as sf or jsforce; left out: lists them');
  addServerOptions(command)
    .addOption(caOption())
    .option('--json', 'print JSON')
    .action(async (name: string | undefined, { ca, json = false }: Options) => {
      const { clients, findClient, serverFacts } = await import('./clients/index.ts');
      if (name === undefined) return print(json ? clients.map(summary) : list(clients));
      const client = findClient(name);
      const facts = await serverFacts(serverChoice(command));
      const setup = await setupOf(client, facts, ca);
      const { id, name: orgName, myDomain } = facts.org;
      print(
        json
          ? { client: client.names[0], url: facts.url, org: { id, name: orgName, myDomain }, ...setup }
          : setupText(client, facts, setup),
      );
    });
}

/**
 * Makes the certificate authority, if there is none yet, for a client that needs one.
 *
 * @throws CommandError for a client that cannot be pointed at the server
 */
async function setupOf(client: Client, facts: ServerFacts, ca: string): Promise<Setup> {
  const { title, setup } = client;
  if (!(setup instanceof Function))
    throw new CommandError(`${title} cannot be pointed here: ${setup.because}`);
  const { needsCertificates, reach } = await import('./clients/reach.ts');
  if (needsCertificates(client, facts)) await openAuthority(ca);
  const reached = reach(client, facts, ca);
  const { environment = {}, notes = [], ...rest } = setup(reached.facts);
  return {
    environment: { ...reached.environment, ...environment },
    ...rest,
    notes: [...notes, ...reached.notes],
  };
}

function setupText(
  { title }: Client,
  { url, org }: ServerFacts,
  { environment = {}, lines = [], notes = [] }: Setup,
): string {
  const variables = Object.entries(environment).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  return [
    `# ${title}, against ${url}: org ${org.name}, My Domain ${org.myDomain}\n`,
    ...notes.map((note) => `# ${note}\n`),
    ...variables,
    ...lines.map((line) => `${line}\n`),
  ].join('');
}

function list(clients: readonly Client[]): string {
  const width = Math.max(...clients.map(({ names }) => names[0].length));
  return clients
    .map((client) => {
      const trouble = troubleWith(client);
      return `${client.names[0].padEnd(width)}  ${client.title}${trouble && ` (${trouble})`}\n`;
    })
    .join('');
}

function troubleWith({ needs, setup }: Client): string {
  if (!(setup instanceof Function)) return `cannot be pointed here: ${setup.because}`;
  return needs ? `always calls ${needs.words}${needs.host ? ', by the proxy' : ''}` : '';
}

function summary({ names, title, needs, setup }: Client): object {
  return {
    names,
    title,
    ...(needs && { needs: needs.words }),
    ...(setup instanceof Function ? {} : { cannotReach: setup.because }),
  };
}

function print(value: unknown): void {
  process.stdout.write(typeof value === 'string' ? value : `${JSON.stringify(value)}\n`);
}
