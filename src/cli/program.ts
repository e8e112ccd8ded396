/** Lists the commands, and refuses a wrong command line. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAppsCommand } from './commands/apps.ts';
import { addArmCommand } from './commands/arm.ts';
import { addCertsCommand } from './commands/certs.ts';
import { addClockCommand } from './commands/clock.ts';
import { addEnvCommand } from './commands/env.ts';
import { addErrorsCommand } from './commands/errors.ts';
import { addExecCommand } from './commands/exec.ts';
import { addImportCommand } from './commands/import.ts';
import { addJournalCommand } from './commands/journal.ts';
import { addJwtCommand } from './commands/jwt.ts';
import { addOrgsCommand } from './commands/orgs.ts';
import { addOutboxCommand } from './commands/outbox.ts';
import { addSamlCommand } from './commands/saml.ts';
import { addSnapshotCommand } from './commands/snapshot.ts';
import { addStartCommand } from './commands/start.ts';
import { addTokenCommand } from './commands/token.ts';
import { addTotpCommand } from './commands/totp.ts';
import { addValidateCommand } from './commands/validate.ts';
import { addWhyCommand } from './commands/why.ts';

/** Where package.json and the demo seed are, in a checkout and in the package alike. */
const PACKAGE_ROOT = new URL('../../', import.meta.url);

export function buildProgram(): Command {
  const { version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as {
    version: string;
  };
  const program = new Command('fauxforce')
    .description("Salesforce's OAuth authorization server on localhost, which explains every refusal.")
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  addStartCommand(program);
  addExecCommand(program);
  addImportCommand(program);
  addValidateCommand(program);
  addErrorsCommand(program);
  addEnvCommand(program);
  addOrgsCommand(program);
  addAppsCommand(program);
  addTokenCommand(program);
  addJwtCommand(program);
  addSamlCommand(program);
  addTotpCommand(program);
  addOutboxCommand(program);
  addCertsCommand(program);
  addArmCommand(program);
  addClockCommand(program);
  addJournalCommand(program);
  addWhyCommand(program);
  addSnapshotCommand(program);
  return program;
}
