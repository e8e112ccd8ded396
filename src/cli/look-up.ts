/** An app and a user of a running server, by the names that people give them. */
import type { Command } from 'commander';
import { chooseApp, chooseUser, findUser } from './choose.ts';
import { callLab } from './lab-client.ts';

/** As `GET /_fauxforce/orgs/{id}` answers. */
interface LabOrg {
  readonly org: { readonly id: string };
  readonly apps: readonly { readonly name: string; readonly consumerKey: string }[];
  readonly users: readonly { readonly username: string }[];
}

interface Choice {
  readonly app?: string;
  readonly user?: string;
  readonly org?: string;
}

interface AppAndUser {
  readonly orgId: string;
  readonly consumerKey: string;
  readonly username: string;
}

/** Adds `--app`, `--user` and `--org`. */
export function addLookUpOptions(command: Command): Command {
  return command
    .option('--app <name>', 'the app, by its name or consumer key')
    .option('--user <username>', 'the user; the part before @ will do')
    .option('--org <id>', 'look for them in this org only');
}

/**
 * The user's org is the one whose app of that name is meant, if it has one.
 *
 * @throws UsageError that names those there are
 */
export async function lookUp(command: Command): Promise<AppAndUser> {
  const { app, user, org } = command.opts<Choice>();
  const orgs = await orgsUpTo(command, org, ({ users }) => findUser(users, user) !== undefined);
  const { username } = chooseUser(
    orgs.flatMap(({ users }) => users),
    user,
  );
  const home = orgs.find(({ users }) => users.some((candidate) => candidate.username === username));
  const apps = [...(home?.apps ?? []), ...orgs.flatMap((candidate) => candidate.apps)];
  return { username, orgId: home?.org.id ?? '', consumerKey: chooseApp(apps, app).consumerKey };
}

/** One after the other, as a server may have thousands: up to the one that is looked for, or all. */
async function orgsUpTo(
  command: Command,
  only: string | undefined,
  isIt: (org: LabOrg) => boolean,
): Promise<LabOrg[]> {
  const seen: LabOrg[] = [];
  for (const id of only === undefined ? await idsOfOrgs(command) : [only]) {
    const response = await callLab(command, 'GET', `/orgs/${encodeURIComponent(id)}`);
    const org = (await response.json()) as LabOrg;
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
