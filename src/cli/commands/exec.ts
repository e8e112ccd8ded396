/** `fauxforce exec`: runs a command against a server of its own, for CI. */

import { type Command, Option } from 'commander';
import { readPath, withVariable } from '../options.ts';
import { isSet, readStartOptions } from '../server/start-options.ts';
import type { ExecChoice } from './exec-choice.ts';
import { addStartOptions } from './start.ts';

export function addExecCommand(program: Command): void {
  const command = program
    .command('exec')
    .usage('[options] -- <command...>')
    .description('start a server, run a command against it, say what was refused and why (docs/exec.md)')
    .argument(
      '<command...>',
      'what to run, such as npm test; one argument with a blank in it goes to a shell',
    )
    .passThroughOptions();
  addStartOptions(command, { port: 0, store: ':memory:', logLevel: 'error' })
    .addOption(
      withVariable(
        new Option('--app <name>', 'whose key and secret the command finds (default: the first app)'),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--user <username>',
          'whose name and password the command finds (default: the first user)',
        ),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--journal <file>',
          'where the journal goes when the command fails, as an HTTP Archive if it ends in .har (default: ' +
            '.fauxforce/journal-<time>.json)',
        ).argParser(readPath),
      ),
    )
    .option(
      '--proxy',
      "lead the command's calls of https://login.salesforce.com and its like here, by proxy and certificate variables; other hosts are tunnelled unless --proxy-others says refuse (env: FAUXFORCE_PROXY)",
    )
    .option('--json', 'write what was refused, and the log, as JSON lines (env: FAUXFORCE_JSON)')
    .action(async (words: readonly string[]) => {
      const said = command.opts<ExecChoice>();
      const choice = { ...said, proxy: said.proxy ?? isSet('FAUXFORCE_PROXY') };
      const options = readStartOptions(command);
      // A command calls other hosts too, such as a registry of packages: they are refused only where somebody said so.
      const isSaid = command.getOptionValueSource('proxyOthers') !== 'default';
      const proxyOthers = choice.proxy && !isSaid ? 'tunnel' : options.proxyOthers;
      const { runAgainstServer } = await import('./exec-run.ts');
      process.exitCode = await runAgainstServer(words, { ...options, proxyOthers }, choice);
    });
}
