/**
 * How a command ends badly: a sentence on stderr and an exit code. Exit codes: 0 done, 1 the thing failed, 2 wrong usage or a bad
 * seed; `exec` has those of a shell beside.
 */
import { CommanderError } from 'commander';
import { SeedError } from '../seed/problems.ts';
import { StoreError, StoreUnavailable } from '../store/port.ts';

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

/** The command was understood and could not be done: exit code 1, unless it has one of its own. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** @returns the exit code */
export function reportFailure(error: unknown, asJson: boolean): number {
  if (asJson) process.stderr.write(`${JSON.stringify(asData(error))}\n`);
  else process.stderr.write(`${asText(error)}\n`);
  return exitCodeOf(error);
}

/** A failure for another process, which reports it. */
export interface Failure {
  readonly message: string;
  readonly exitCode: number;
}

export function failureOf(error: unknown): Failure {
  return { message: sentence(error), exitCode: exitCodeOf(error) };
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  return isWrongUsage(error) ? 2 : 1;
}

function isWrongUsage(error: unknown): boolean {
  return [UsageError, CommanderError, SeedError, StoreError].some((kind) => error instanceof kind);
}

function asText(error: unknown): string {
  if (error instanceof SeedError) {
    const { length } = error.problems;
    return `fauxforce: ${length} ${length === 1 ? 'problem' : 'problems'} in the seed\n${error.message}`;
  }
  return `fauxforce: ${sentence(error)}`;
}

function asData(error: unknown): object {
  return error instanceof SeedError
    ? { error: 'the seed has problems', problems: error.problems }
    : { error: sentence(error) };
}

/** A mistake of our own keeps its stack: whoever reports it will need it. */
function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommanderError) return error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  const isExplained =
    isWrongUsage(error) || error instanceof CommandError || error instanceof StoreUnavailable;
  return isExplained ? error.message : (error.stack ?? error.message);
}
