/** `fauxforce import`: writes a Salesforce DX project as a seed to edit, and reports on each of its files. */
import { statSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { LoadedProjects } from '../../seed/load.ts';
import { CommandError, UsageError } from '../failure.ts';
import { reportData, reportText } from '../project-report.ts';

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('write a seed from a Salesforce DX project, and say what was read, defaulted and skipped')
    .argument('<directory>', 'a project, a repository with projects in sub-folders, or a folder of metadata')
    .option('--output <file>', 'where to write the seed (default: stdout)')
    .option('--json', 'print JSON')
    .action(async (directory: string, { output, json = false }: { output?: string; json?: boolean }) => {
      if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
        throw new UsageError(`there is no folder ${directory}`);
      }
      const { loadSeedDocument } = await import('../../seed/load.ts');
      const { projects } = await loadSeedDocument({ projects: ['.'] }, directory);
      for (const project of projects) await writeSeed(project, directory, output, json);
    });
}

async function writeSeed(
  project: LoadedProjects,
  directory: string,
  output: string | undefined,
  json: boolean,
): Promise<void> {
  if (project.read.length === 0 && project.skipped.length === 0 && project.problems.length <= 1) {
    throw new CommandError(
      `${directory} holds nothing that a seed is made of: no app, no profile, no settings, no user`,
    );
  }
  const { completeSeed, seedText } = await import('../../seed/project/write-seed.ts');
  const seed = completeSeed(project.document, project.org);
  const text = seedText(seed, project.directories);
  if (output !== undefined) writeNew(output, text);
  if (json) process.stdout.write(`${JSON.stringify({ seed, output, ...reportData(project) })}\n`);
  else if (output === undefined) {
    process.stdout.write(text);
    process.stderr.write(reportText(project));
  } else
    process.stdout.write(`${reportText(project)}\nwritten to ${output}: fauxforce start --seed ${output}\n`);
}

/** Writes a new file. An existing one is not overwritten: somebody may have edited it. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new UsageError(`${file} is there already: remove it, or choose another --output`);
    throw new UsageError(`${file} cannot be written (${code})`);
  }
}
