/** `fauxforce snapshot`: saves all state of a running server, puts it back, or goes back to the seed. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { CommandError, UsageError } from '../failure.ts';
import { writeWhole } from '../files.ts';
import { addLabOptions, callLab, serverUrl } from '../lab-client.ts';

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
    const pieces = wholly((await callLab(command, 'GET', '/snapshot')).body ?? [], serverUrl(command));
    if (file === undefined) {
      for await (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
      process.stdout.write('\n');
      return undefined;
    }
    await writeWhole(file, pieces);
    return `saved in ${file}; it holds secrets`;
  },
  async restore(command, file) {
    if (file === undefined) throw new UsageError('restore what? Give the file that save wrote');
    const { readSnapshotFile } = await import('../snapshot-file.ts');
    await callLab(command, 'PUT', '/snapshot', readSnapshotFile(file) as object);
    return `restored ${file}`;
  },
  async reset(command, file) {
    if (file !== undefined) throw new UsageError(`reset takes no file: leave '${file}' out`);
    await callLab(command, 'POST', '/reset');
    return 'back to the seed';
  },
};

/** @throws CommandError when the connection ends before the snapshot does */
async function* wholly(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, url: string) {
  try {
    yield* pieces;
  } catch {
    throw new CommandError(`${url} ended the connection before the snapshot was whole: nothing was saved`);
  }
}
