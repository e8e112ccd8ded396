/** `fauxforce env`: prints what to set so that a real client talks to this server. */
import type { Command } from 'commander';
import { CommandError } from '../failure.ts';
import { addServerOptions, serverChoice } from '../options.ts';
import { quoted } from '../shell.ts';
import type { Client, ServerFacts, Setup } from './clients/client.ts';

export function addEnvCommand(program: Command): void {
  const command = program
    .command('env')
    .description('print what to set for a client; give the same options as to start')
    .argument('[client]', 'a client, such as sf or jsforce; left out: lists them');
  addServerOptions(command)
    .option('--json', 'print JSON')
    .action(async (name: string | undefined, { json = false }: { json?: boolean }) => {
      const { clients, findClient, serverFacts } = await import('./clients/index.ts');
      if (name === undefined) return print(json ? clients.map(summary) : list(clients));
      const client = findClient(name);
      const facts = await serverFacts(serverChoice(command));
      const setup = setupOf(client, facts);
      const { id, name: orgName, myDomain } = facts.org;
      print(
        json
          ? { client: client.names[0], url: facts.url, org: { id, name: orgName, myDomain }, ...setup }
          : setupText(client, facts, setup),
      );
    });
}

/** @throws CommandError for a client that cannot be pointed at the server */
function setupOf({ title, needs, caVariable, setup }: Client, facts: ServerFacts): Setup {
  if (!(setup instanceof Function))
    throw new CommandError(`${title} cannot be pointed at this version: ${setup.because}`);
  const { url } = facts;
  if (needs && !needs.pattern.test(url)) {
    throw new CommandError(
      `${title} cannot be pointed at ${url}: it always calls ${needs.words}. Put a TLS proxy in front that answers there, and name it with --base-url ${needs.example} here and at the start`,
    );
  }
  const { notes = [], ...rest } = setup(facts);
  const trust =
    url.startsWith('https:') && caVariable !== undefined
      ? [
          `${caVariable} names the certificate authority of the TLS proxy, unless this machine trusts it anyway.`,
        ]
      : [];
  return { ...rest, notes: [...notes, ...trust] };
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
  if (!(setup instanceof Function)) return `not in this version: ${setup.because}`;
  return needs ? `with --base-url ${needs.example}: it always calls ${needs.words}` : '';
}

function summary({ names, title, needs, setup }: Client): object {
  return {
    names,
    title,
    ...(needs && { needs: needs.words }),
    ...(setup instanceof Function ? {} : { notYet: setup.because }),
  };
}

function print(value: unknown): void {
  process.stdout.write(typeof value === 'string' ? value : `${JSON.stringify(value)}\n`);
}
