/** The environment variables that `exec` sets: those that real clients read (wire facts, clients.md), and our own. */
import { type AppAndUser, whoCanUse } from '../../oauth/app-flows.ts';
import type { AppFlow } from '../../org/flows.ts';
import type { App, Org, User } from '../../org/model.ts';
import { isLoopback } from '../../server/listen.ts';
import type { World } from '../../world/world.ts';
import { openAuthority } from '../authority.ts';
import { chooseApp, chooseUser } from '../choose.ts';
import { demoKeyOf } from '../demo-key.ts';
import type { OpenServer } from '../server/open-server.ts';
import type { StartOptions } from '../server/start-options.ts';
import type { ExecChoice } from './exec-choice.ts';

interface Facts {
  /** The address of the lab. */
  readonly url: string;
  /** The address that clients call: the base URL if there is one. */
  readonly loginUrl: string;
  readonly labToken: string | undefined;
  readonly app: App | undefined;
  readonly user: User | undefined;
  /** The file with the app's private key. */
  readonly keyFile: string | undefined;
}

interface Environment {
  readonly variables: NodeJS.ProcessEnv;
  /** Why this app and user cannot log in together, if at most one of them was named. */
  readonly misfit: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** @throws UsageError when there is no such app or user */
export async function environmentFor(
  { url, world }: OpenServer,
  { baseUrl, labToken, ca, host }: StartOptions,
  choice: ExecChoice,
): Promise<Environment> {
  const { app, user, misfit } = appAndUser(world, choice);
  const keyFile = app && (await demoKeyOf(app));
  const variables = variablesOf({ url, loginUrl: baseUrl ?? url, labToken, app, user, keyFile });
  const proxy = choice.proxy ? await proxyVariables(url, ca, isLoopback(host) ? undefined : labToken) : {};
  return { variables: { ...process.env, ...variables, ...proxy }, misfit };
}

/** @param labToken what the proxy wants as a password, if it does. @throws UsageError */
async function proxyVariables(url: string, ca: string, labToken: string | undefined): Promise<Variables> {
  await openAuthority(ca);
  const { proxyEnvironment } = await import('../../server/tls/trust.ts');
  const proxy = new URL(url);
  if (labToken !== undefined) {
    proxy.username = 'fauxforce';
    proxy.password = encodeURIComponent(labToken);
  }
  return proxyEnvironment(proxy.href.replace(/\/$/, ''), ca, process.env);
}

/** The flows for which an app and a user are looked for, in this order. */
const FITTING: readonly AppFlow[] = [
  'username-password',
  'client credentials',
  'JWT bearer',
  'web server',
  'device',
  'code and credentials',
  'token exchange',
];

interface Chosen {
  readonly app: App | undefined;
  readonly user: User | undefined;
  readonly misfit?: string;
}

/** The app and user that were named. If one is missing, one of the same org that can log in with the other. */
function appAndUser({ orgs: { orgs }, clock }: World, choice: ExecChoice): Chosen {
  const users = orgs.flatMap((org) => org.users);
  const user = choice.user === undefined ? undefined : chooseUser(users, choice.user);
  const homeOfUser = user && orgs.find((org) => org.users.includes(user));
  // Users may use apps of other orgs, but people usually mean an app and a user of the same org.
  const apps = [...(homeOfUser?.apps ?? []), ...orgs.flatMap((org) => org.apps)];
  const app = choice.app === undefined ? undefined : chooseApp(apps, choice.app);
  if (user && app) return { user, app };
  const home = homeOfUser ?? orgs.find((org) => app === undefined || org.apps.includes(app));
  if (!home) return { app, user };
  const suits = (found: AppAndUser) =>
    (app ?? found.app) === found.app && (user ?? found.user) === found.user;
  const now = clock.of(home.id).now();
  const found = firstFit(home, now, suits);
  if (found) return found;
  const others = firstFit(home, now);
  return {
    app: app ?? others?.app ?? home.apps[0],
    user: user ?? others?.user ?? home.users[0],
    misfit: misfitOf(home, app, user),
  };
}

function firstFit(org: Org, now: number, suits?: (found: AppAndUser) => boolean): AppAndUser | undefined {
  for (const flow of FITTING) {
    const found = whoCanUse(flow, org, now, suits);
    if (found) return found;
  }
  return undefined;
}

function misfitOf({ name }: Org, app: App | undefined, user: User | undefined): string {
  if (app) return `no user of ${name} can log in with ${app.name}: name another app with --app`;
  if (user) return `${user.username} can log in with no app of ${name}: name another user with --user`;
  return `no user of ${name} can log in with an app of it: the seed lacks one, or what one needs`;
}

/** Variables without a value are removed, so that the command does not find those of a real org. */
function variablesOf({ url, loginUrl, labToken, app, user, keyFile }: Facts): Variables {
  return {
    FAUXFORCE_URL: url,
    FAUXFORCE_LAB_TOKEN: labToken,
    // Salesforce CLI, @salesforce/core: clients.md 2.2.
    SF_ORG_INSTANCE_URL: loginUrl,
    SF_DISABLE_DNS_CHECK: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    // Terraform and restforce: clients.md 6.4, 4.1.
    SALESFORCE_LOGIN_URL: loginUrl,
    SALESFORCE_CLIENT_ID: app?.consumerKey,
    SALESFORCE_CLIENT_SECRET: app?.consumerSecret,
    SALESFORCE_USERNAME: user?.username,
    SALESFORCE_PASSWORD: user?.password,
    SALESFORCE_SECURITY_TOKEN: user?.securityToken,
    SALESFORCE_PRIVATE_KEY: keyFile,
    // Auth.js: clients.md 2.5.
    AUTH_SALESFORCE_ISSUER: loginUrl,
    AUTH_SALESFORCE_ID: app?.consumerKey,
    AUTH_SALESFORCE_SECRET: app?.consumerSecret,
  };
}
