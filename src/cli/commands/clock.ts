/** `fauxforce clock`: shows or moves the time of a running server. */
import type { Command } from 'commander';
import { UsageError } from '../failure.ts';
import { addLabOptions, callLab, queryOf } from '../lab-client.ts';

interface ClockChoice {
  readonly org?: string;
  readonly json?: boolean;
}

const ORDERS: Readonly<Record<string, (value: string | undefined) => object>> = {
  advance: (value) => ({ advance: wanted('advance', value, 'a duration such as 2h') }),
  set: (value) => ({ set: wanted('set', value, 'an instant such as 2027-01-01T00:00:00Z') }),
  freeze: (value) => ({ freeze: unwanted('freeze', value) }),
  reset: (value) => ({ reset: unwanted('reset', value) }),
};

export function addClockCommand(program: Command): void {
  const command = program
    .command('clock')
    .description('show the time of a running server, or move it')
    .argument('[order]', 'advance, set, freeze or reset; left out: shows the time')
    .argument('[value]', 'how far (90s, 15m, 2h, 3d; back: -- -5m) or to when (2027-01-01T00:00:00Z)')
    .option('--org <id>', 'the clock of one org');
  addLabOptions(command).action(async (order: string | undefined, value: string | undefined) => {
    const { org, json = false } = command.opts<ClockChoice>();
    const read = order === undefined ? undefined : ORDERS[order];
    if (order !== undefined && read === undefined) {
      throw new UsageError(`'${order}' is nothing to do with a clock: use ${Object.keys(ORDERS).join(', ')}`);
    }
    const path = `/clock${queryOf({ org })}`;
    const response = read
      ? await callLab(command, 'POST', path, read(value))
      : await callLab(command, 'GET', path);
    const shown = (await response.json()) as { now: string; frozen: boolean; warning?: string };
    if (json) return void process.stdout.write(`${JSON.stringify(shown)}\n`);
    process.stdout.write(`${shown.now}${shown.frozen ? ' (frozen)' : ''}\n`);
    if (shown.warning !== undefined) process.stderr.write(`fauxforce: ${shown.warning}\n`);
  });
}

function wanted(order: string, value: string | undefined, what: string): string {
  if (value === undefined) throw new UsageError(`${order} what? Give ${what}`);
  return value;
}

function unwanted(order: string, value: string | undefined): true {
  if (value !== undefined) throw new UsageError(`${order} takes no value: leave '${value}' out`);
  return true;
}
