/** `fauxforce orgs`: the orgs of a running server, and who can log in to each. */
import type { Command } from 'commander';
import type { WholeOrg } from '../../lab/answers.ts';
import { addLabOptions } from '../lab-client.ts';
import { headedTable, orgLines } from '../org-facts.ts';
import { orgsOfServer } from '../server/orgs-of-server.ts';

export function addOrgsCommand(program: Command): void {
  const command = program
    .command('orgs')
    .description('print the orgs of a running server, with users, passwords, security tokens and totpSecrets')
    .argument('[org]', 'the id, name or My Domain of one; left out: all');
  addLabOptions(command).action(async (wanted: string | undefined) => {
    const orgs = await orgsOfServer(command, wanted);
    if (command.opts<{ json?: boolean }>().json) {
      const shown = orgs.map(({ org, users }) => ({ ...org, users }));
      process.stdout.write(`${JSON.stringify({ orgs: shown })}\n`);
    } else {
      const { columns } = process.stdout;
      process.stdout.write(orgs.map((org) => orgText(org, columns)).join('\n'));
    }
  });
}

/** @param width of the terminal; undefined if the output is not a terminal */
function orgText(facts: WholeOrg, width: number | undefined): string {
  const rows = facts.users.map(({ username, password, securityToken, totpSecret, profile }) => [
    username,
    password,
    securityToken,
    totpSecret,
    profile,
  ]);
  const users = rows.length === 0 ? ['  no users'] : headedTable(HEAD, rows, width);
  return [...orgLines(facts, width), ...users].map((line) => `${line}\n`).join('');
}

const HEAD = ['username', 'password', 'security token', 'totpSecret', 'profile'];
