/** `fauxforce token`: an access token of a running server, without a log-in. */
import type { Command } from 'commander';
import { addLabOptions, callLab } from '../lab-client.ts';
import { addLookUpOptions, lookUp } from '../look-up.ts';

const LEFT_BEHIND =
  'it leaves what a log-in would: the approval of the app by the user, and a refresh token if the scopes have it';
const TAKEN_BACK = 'DELETE /_fauxforce/tokens takes it back';

interface TokenChoice {
  readonly scope?: string;
  readonly json?: boolean;
}

export function addTokenCommand(program: Command): void {
  const command = program
    .command('token')
    .description(
      `print an access token of a running server, as the web server flow would have issued it; ${LEFT_BEHIND}`,
    );
  addLookUpOptions(command).option(
    '--scope <scopes>',
    "scopes with blanks between them (default: all of the app's)",
  );
  addLabOptions(command).action(async () => {
    const { scope, json } = command.opts<TokenChoice>();
    const { app, user } = await lookUp(command);
    const order = { client_id: app.consumerKey, username: user.username, scope };
    const response = await callLab(command, 'POST', '/tokens', order);
    const answer = (await response.json()) as { readonly access_token: string };
    process.stdout.write(`${json ? JSON.stringify(answer) : answer.access_token}\n`);
    if (process.stderr.isTTY) process.stderr.write(`${LEFT_BEHIND}; ${TAKEN_BACK}\n`);
  });
}
