/** `fauxforce snapshot`: saves all state of a running server, puts it back, or goes back to the seed. */
import type { Command } from 'commander';
import { UsageError } from '../failure.ts';
import { writeWhole } from '../files.ts';
import { addLabOptions, callLab } from '../lab-client.ts';

export function addSnapshotCommand(program: Command): void {
  const command = program
    .command('snapshot')
    .description('save all state of a running server, restore it, or go back to its seed')
    .argument('<order>', 'save, restore or reset')
    .argument('[file]', 'of save: where to (default: standard output); of restore: what');
  addLabOptions(command).action(async (order: string, file: string | undefined) => {
    const work = ORDERS[order];
    if (!work)
      throw new UsageError(`'${order}' is nothing to do with a snapshot: use save, restore or reset`);
    const done = await work(command, file);
    if (done === undefined) return;
    process.stdout.write(
      command.opts<{ json?: boolean }>().json ? `${JSON.stringify({ done })}\n` : `${done}\n`,
    );
  });
}

/** What was done, in words; undefined when the snapshot itself was written to standard output. */
type Work = (command: Command, file: string | undefined) => Promise<string | undefined>;

const ORDERS: Readonly<Record<string, Work>> = {
  async save(command, file) {
    const text = await (await callLab(command, 'GET', '/snapshot')).text();
    if (file === undefined) {
      process.stdout.write(`${text}\n`);
      return undefined;
    }
    writeWhole(file, text);
    return `saved in ${file}; it holds secrets`;
  },
  async restore(command, file) {
    if (file === undefined) throw new UsageError('restore what? Give the file that save wrote');
    const { readSnapshotFile } = await import('./snapshot-file.ts');
    await callLab(command, 'PUT', '/snapshot', readSnapshotFile(file) as object);
    return `restored ${file}`;
  },
  async reset(command, file) {
    if (file !== undefined) throw new UsageError(`reset takes no file: leave '${file}' out`);
    await callLab(command, 'POST', '/reset');
    return 'back to the seed';
  },
};
