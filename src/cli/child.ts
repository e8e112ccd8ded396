/** Runs a command of the user's in a process of its own, with our standard streams. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CommandError } from './failure.ts';

/**
 * Runs a command to its end; SIGINT and SIGTERM are handed on to it. One word with a blank in it is a line for the system's
 * shell (`sh -c`, `cmd.exe`); anything else is run without one.
 *
 * @returns its exit code, 128 + n when signal n ended it
 * @throws CommandError with exit code 127 when there is no such command, 126 when it cannot be run
 */
export async function runCommand(words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [command = '', ...args] = words;
  const shell = words.length === 1 && /\s/.test(command);
  try {
    return await untilEnded(spawn(command, args, { stdio: 'inherit', env, shell }));
  } catch (error) {
    throw cannotRun(command, error as NodeJS.ErrnoException);
  }
}

async function untilEnded(child: ChildProcess): Promise<number> {
  // Ctrl-C on a terminal reaches the command by itself. A second SIGINT makes many commands stop at once.
  const handOn = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  process.on('SIGINT', handOn).on('SIGTERM', handOn);
  try {
    return await new Promise((resolve, reject) => {
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
      child.on('error', (error) => {
        // Errors after the start are about signals that could not be sent.
        if (child.pid === undefined) reject(error);
      });
    });
  } finally {
    process.off('SIGINT', handOn).off('SIGTERM', handOn);
  }
}

function cannotRun(command: string, { code, message }: NodeJS.ErrnoException): CommandError {
  if (code === 'ENOENT')
    return new CommandError(`there is no command '${command}': is it installed, and in PATH?`, 127);
  if (code === 'EACCES')
    return new CommandError(`'${command}' is not a program that may be run: chmod +x makes a file one`, 126);
  return new CommandError(`'${command}' cannot be run: ${message}`, 126);
}
