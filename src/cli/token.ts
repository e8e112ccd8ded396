/** `fauxforce token`: an access token of a running server, without a log-in. */
import type { Command } from 'commander';
import { addLabOptions, callLab } from './lab-client.ts';
import { addLookUpOptions, lookUp } from './look-up.ts';

interface TokenChoice {
  readonly scope?: string;
  readonly json?: boolean;
}

export function addTokenCommand(program: Command): void {
  const command = program
    .command('token')
    .description('print an access token of a running server, as the web server flow would have issued it');
  addLookUpOptions(command).option(
    '--scope <scopes>',
    "scopes with blanks between them (default: all of the app's)",
  );
  addLabOptions(command).action(async () => {
    const { scope, json } = command.opts<TokenChoice>();
    const { consumerKey, username } = await lookUp(command);
    const response = await callLab(command, 'POST', '/tokens', { client_id: consumerKey, username, scope });
    const answer = (await response.json()) as { readonly access_token: string };
    process.stdout.write(`${json ? JSON.stringify(answer) : answer.access_token}\n`);
  });
}
