/** The command line: one file per command, each loading what it needs only when it runs. */
import { type Command, CommanderError } from 'commander';
import { nearestTo } from '../ground/nearest.ts';
import { reportFailure, UsageError } from './failure.ts';
import { buildProgram } from './program.ts';

/** @param argv what follows the program's name */
async function run(argv: readonly string[]): Promise<void> {
  try {
    const program = buildProgram();
    const words = asksForAllHelp(argv) ? ['--help'] : argv;
    refuseUnknownWord(program, words);
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    process.exitCode = reportFailure(error, ourWords(argv).includes('--json'));
  }
}

/** Whether `help` is asked about itself. Commander takes whatever is behind it for a command, and would fail. */
function asksForAllHelp([command, word = '']: readonly string[]): boolean {
  return command === 'help' && ['help', '--help', '-h'].includes(word);
}

/** The arguments before `--`, after which the command that `exec` runs begins. */
function ourWords(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

/** Refuses an unknown command. Commander would pass the word to the default command, which takes none. `help` has no options. */
function refuseUnknownWord(program: Command, [first, second]: readonly string[]): void {
  const isHelp = first === 'help';
  const word = isHelp ? second : first;
  if (isHelp && word?.startsWith('-')) throw new UsageError(`unknown option '${word}'`);
  if (word === undefined || word.startsWith('-')) return;
  const names = [...program.commands.map((command) => command.name()), 'help'];
  if (names.includes(word)) return;
  const nearest = nearestTo(word, names);
  throw new UsageError(
    `there is no command '${word}': ${nearest ? `did you mean '${nearest}'?` : `use ${names.join(', ')}`}`,
  );
}

// Ends quietly when the reader has read enough: `fauxforce errors | head`.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit();
});

await run(process.argv.slice(2));
