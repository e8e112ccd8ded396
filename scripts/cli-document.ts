/** docs/cli.md: the command line, from its own help. */
import type { Command } from 'commander';
import { buildProgram } from '../src/cli/program.ts';

const INTRODUCTION = `# Command line

\`npx fauxforce <command>\`, where the package is installed and in a checkout after \`npm ci\`. Without a command it is \`start\`; in a checkout
\`npm start -- <options>\` is the same. \`npm run docs\` writes this page from the commands' own help.

Exit codes: 0 done; 1 the thing failed; 2 wrong usage, a bad seed, a store or certificate authority that cannot be opened, or a port that is taken; \`exec\` has
those of its command beside ([exec.md](exec.md)). Results go to stdout and problems to stderr, one sentence each; with \`--json\` both are JSON.

\`start\` prints \`ready http://localhost:7332\` (with \`--json\` \`{"ready":"http://localhost:7332"}\`) once it is seeded and
listens, and nothing is answered before that. Then it says one line per request: readable on a terminal, JSON anywhere else.
Without \`--host\` it listens on 127.0.0.1 and, where the machine has IPv6, on ::1, because \`localhost\` means either.
SIGINT and SIGTERM let requests under way finish, close the store and end with exit code 0; a second one ends it at once.
A store that is full, deleted, moved or cut short under a running server is told on stderr, once and within a second: what needs it is answered 503
and so is \`GET /_fauxforce/health\`, until there is room; an end before that has exit code 1.

A \`FAUXFORCE_<NAME>\` variable stands for an option that is not given; an empty one counts as absent. Several paths in \`FAUXFORCE_SEED\`
stand as in \`PATH\`. Bound beyond loopback (\`--host 0.0.0.0\`), the lab API under \`/_fauxforce\` answers only with \`--lab-token\`, sent as
\`Authorization: Bearer <token>\` or \`x-fauxforce-token: <token>\`; without one it is closed, \`GET /_fauxforce/health\` aside.
Give it as \`FAUXFORCE_LAB_TOKEN\` where the machine has other users: they can read the arguments of every process.
`;

export function cliDocument(): string {
  const program = buildProgram();
  return [
    INTRODUCTION,
    section(program, 'fauxforce'),
    ...program.commands.map((command) => section(command, `fauxforce ${command.name()}`)),
  ].join('\n');
}

function section(command: Command, title: string): string {
  command.configureHelp({ helpWidth: 110 }).configureOutput({ getOutHasColors: () => false });
  return `## ${title}\n\n\`\`\`\n${command.helpInformation().trimEnd()}\n\`\`\`\n`;
}
