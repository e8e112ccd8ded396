/** Looks up an app and a user of a running server by the names that people give them. */
import type { Command } from 'commander';
import type { AppFacts, UserFacts, WholeOrg } from '../lab/answers.ts';
import { chooseApp, chooseUser, findUser } from './choose.ts';
import { callLab } from './lab-client.ts';

interface Choice {
  readonly app?: string;
  readonly user?: string;
  readonly org?: string;
}

interface OrgAndUser {
  readonly org: WholeOrg;
  readonly user: UserFacts;
}

interface OrgAppAndUser extends OrgAndUser {
  readonly app: AppFacts;
}

/** Adds `--app`, `--user` and `--org`. */
export function addLookUpOptions(command: Command): Command {
  return addUserOptions(command.option('--app <name>', 'the app, by its name or consumer key'));
}

/** Adds `--user` and `--org`. */
export function addUserOptions(command: Command): Command {
  return command
    .option('--user <username>', 'the user; the part before @ will do')
    .option('--org <id>', 'look in this org only');
}

/**
 * The user's org is the one whose app of that name is meant, if it has one.
 *
 * @throws UsageError that names those there are
 */
export async function lookUp(command: Command): Promise<OrgAppAndUser> {
  const { orgs, org, user } = await findHome(command);
  const apps = [...org.apps, ...orgs.flatMap((candidate) => candidate.apps)];
  return { org, user, app: chooseApp(apps, command.opts<Choice>().app) };
}

/** @throws UsageError that names those there are */
export async function lookUpUser(command: Command): Promise<OrgAndUser> {
  const { org, user } = await findHome(command);
  return { org, user };
}

async function findHome(command: Command): Promise<OrgAndUser & { orgs: WholeOrg[] }> {
  const { user: wanted, org: only } = command.opts<Choice>();
  const orgs = await orgsUpTo(command, only, ({ users }) => findUser(users, wanted) !== undefined);
  const candidates = orgs.flatMap((org) => org.users.map((user) => ({ username: user.username, org, user })));
  const { org, user } = chooseUser(candidates, wanted);
  return { orgs, org, user };
}

/** One after the other, as a server may have thousands: up to the one that is looked for, or all. */
async function orgsUpTo(
  command: Command,
  only: string | undefined,
  isIt: (org: WholeOrg) => boolean,
): Promise<WholeOrg[]> {
  const seen: WholeOrg[] = [];
  for (const id of only === undefined ? await idsOfOrgs(command) : [only]) {
    const response = await callLab(command, 'GET', `/orgs/${encodeURIComponent(id)}`);
    const org = (await response.json()) as WholeOrg;
    seen.push(org);
    if (isIt(org)) break;
  }
  return seen;
}

async function idsOfOrgs(command: Command): Promise<string[]> {
  const response = await callLab(command, 'GET', '/orgs');
  const { orgs } = (await response.json()) as { orgs: { id: string }[] };
  return orgs.map(({ id }) => id);
}
