/** `fauxforce totp`: the code that a user's authenticator app shows now. */
import type { Command } from 'commander';
import { totp } from '../../policies/totp.ts';
import { addLabOptions } from '../lab-client.ts';
import { addUserOptions, lookUpUser } from '../look-up.ts';
import { timeOf } from '../time-of.ts';

/** Milliseconds that a code is shown (RFC 6238). */
const STEP = 30_000;

export function addTotpCommand(program: Command): void {
  const command = program
    .command('totp')
    .description("print the code that a user's authenticator app shows now, by the clock of the org");
  addUserOptions(command);
  addLabOptions(command).action(async () => {
    const { org, user } = await lookUpUser(command);
    const now = await timeOf(command, org.org.id);
    const code = totp(user.totpSecret, now);
    const { json } = command.opts<{ json?: boolean }>();
    const until = new Date((Math.floor(now / STEP) + 1) * STEP).toISOString();
    process.stdout.write(`${json ? JSON.stringify({ code, until }) : code}\n`);
  });
}
