/** Runs `fauxforce exec`: starts the server, runs the command, stops both, reports. */

import { isLoopback } from '../../server/listen.ts';
import { runCommand } from '../child.ts';
import { UsageError } from '../failure.ts';
import { wantWritable } from '../files.ts';
import { openServer } from '../server/open-server.ts';
import type { StartOptions } from '../server/start-options.ts';
import type { ExecChoice } from './exec-choice.ts';
import { environmentFor } from './exec-environment.ts';
import { listenTo, report, warn } from './exec-report.ts';

const CLOSED_PROXY =
  'with a --host that other machines reach, the proxy wants a password: name one with --lab-token, or leave --host out';

/**
 * @returns the exit code of the command, 128 + n when signal n ended it
 * @throws UsageError, CommandError with 127 or 126 when it cannot be run
 */
export async function runAgainstServer(
  words: readonly string[],
  options: StartOptions,
  choice: ExecChoice,
): Promise<number> {
  if (words[0]?.trim() === '') throw new UsageError('the command is empty: fauxforce exec -- npm test');
  if (choice.journal !== undefined) wantWritable(choice.journal, '--journal');
  const { proxy, journal: file } = choice;
  if (proxy && !isLoopback(options.host) && options.labToken === undefined)
    throw new UsageError(CLOSED_PROXY);
  const server = await openServer(options, {
    stream: process.stderr,
    json: (options.logFormat ?? (options.json ? 'json' : 'text')) === 'json',
    quiet: options.quiet,
  });
  const { clock, journal } = server.world;
  const startedAt = clock.now();
  const heard = listenTo(journal, options.journalSize);
  let exitCode: number;
  try {
    const { variables, misfit } = await environmentFor(server, options, choice);
    if (misfit !== undefined) warn(misfit, options);
    exitCode = await runCommand(words, variables);
  } finally {
    await server.close();
  }
  const { url, pageOf } = server;
  await report({ exitCode, heard, startedAt, url, pageOf, file }, options);
  return exitCode;
}
