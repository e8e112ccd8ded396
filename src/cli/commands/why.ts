/** `fauxforce why`: the last refusal of a running server, with every check that led to it. */
import type { Command } from 'commander';
import type { JournalEntry } from '../../journal/entry.ts';
import { CommandError } from '../failure.ts';
import { addLabOptions, callLab, pageOf, queryOf } from '../lab-client.ts';
import { addWhoseOptions, type WhoseChoice } from './journal.ts';

export function addWhyCommand(program: Command): void {
  const command = program
    .command('why')
    .description(
      'explain the last refusal of a running server: what was said, why, what to do, and all its checks',
    );
  addLabOptions(addWhoseOptions(command)).action(async () => {
    const { org, clientId, username, endpoint, json } = command.opts<WhoseChoice & { json?: boolean }>();
    const filter = { org, client_id: clientId, username, endpoint, outcome: 'refused', limit: '1' };
    const response = await callLab(command, 'GET', `/journal${queryOf(filter)}`);
    const { entries } = (await response.json()) as { readonly entries: readonly JournalEntry[] };
    const [entry] = entries;
    if (!entry)
      throw new CommandError('the journal has no such refusal: fauxforce journal prints what it has');
    const { entryText } = await import('../log/log-text.ts');
    process.stdout.write(
      `${json ? JSON.stringify(entry) : entryText(entry, process.stdout, pageOf(command))}\n`,
    );
  });
}
