/** `fauxforce env`: what to set so that a real client talks to this server. */
import type { Command } from 'commander';
import type { Client, Setup } from './clients/client.ts';
import { CommandError } from './failure.ts';
import { addServerOptions, serverChoice } from './options.ts';
import { quoted } from './shell.ts';

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
      if (client.setup instanceof Function) {
        const facts = await serverFacts(serverChoice(command));
        const setup = client.setup(facts);
        return print(
          json ? { client: client.names[0], url: facts.url, ...setup } : describe(client, facts.url, setup),
        );
      }
      throw new CommandError(`${client.title} cannot be pointed at this version: ${client.setup.because}`);
    });
}

function describe(
  { title }: Client,
  url: string,
  { environment = {}, lines = [], notes = [] }: Setup,
): string {
  const variables = Object.entries(environment).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  return [
    `# ${title}, against ${url}\n`,
    ...notes.map((note) => `# ${note}\n`),
    ...variables,
    ...lines.map((line) => `${line}\n`),
  ].join('');
}

function list(clients: readonly Client[]): string {
  const width = Math.max(...clients.map(({ names }) => names[0].length));
  return clients
    .map(({ names: [name], title, setup }) => {
      const trouble = setup instanceof Function ? '' : ` (not in this version: ${setup.because})`;
      return `${name.padEnd(width)}  ${title}${trouble}\n`;
    })
    .join('');
}

function summary({ names, title, setup }: Client): object {
  return { names, title, ...(setup instanceof Function ? {} : { notYet: setup.because }) };
}

function print(value: unknown): void {
  process.stdout.write(typeof value === 'string' ? value : `${JSON.stringify(value)}\n`);
}
