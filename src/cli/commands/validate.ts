/** `fauxforce validate`: whether seeds can be used, with every problem at once. */
import type { Command } from 'commander';
import type { Org } from '../../org/model.ts';
import { SeedError } from '../../seed/problems.ts';

export function addValidateCommand(program: Command): void {
  program
    .command('validate')
    .description('check seed files, and list every problem')
    .argument('<seed...>', 'seed files or folders of them, or Salesforce DX projects')
    .option('--json', 'print JSON')
    .action(async (paths: string[], { json = false }: { json?: boolean }) => {
      // The schema takes longer to load than the rest of the command line.
      const { loadSeed } = await import('../../seed/load.ts');
      const { orgs, projects } = await loadSeed(paths);
      const problems = projects.flatMap((project) => project.problems);
      if (problems.length > 0) throw new SeedError(problems);
      if (orgs.some(({ seedRecords }) => seedRecords)) await tryRecords(orgs);
      const summaries = orgs.map(summary);
      process.stdout.write(
        json ? `${JSON.stringify({ orgs: summaries })}\n` : summaries.map(sentence).join(''),
      );
    });
}

/** Makes the records of orgs once, in memory. @throws SeedError */
async function tryRecords(orgs: readonly Org[]): Promise<void> {
  const { closeWorld, openWorld } = await import('../../server/open-world.ts');
  await closeWorld(await openWorld(orgs, ':memory:'));
}

interface Summary {
  readonly id: string;
  readonly name: string;
  readonly apps: readonly string[];
  readonly users: readonly string[];
}

function summary({ id, name, apps, users }: Org): Summary {
  return { id, name, apps: apps.map((app) => app.name), users: users.map((user) => user.username) };
}

function sentence({ id, name, apps, users }: Summary): string {
  return `${name} (${id}) is well: ${listed('app', apps)}, ${listed('user', users)}\n`;
}

function listed(kind: string, names: readonly string[]): string {
  if (names.length === 0) return `no ${kind}s`;
  return `${names.length} ${kind}${names.length === 1 ? '' : 's'} (${names.join(', ')})`;
}
