/** Runs the table of policies for a request whose user is known. */

import type { Flow } from '../org/flows.ts';
import { isCopiedTo, isInstalledIn } from '../org/installed.ts';
import type { App, Org, User } from '../org/model.ts';
import { isPlatformCli } from '../org/platform-cli.ts';
import type { Scope } from '../org/scopes.ts';
import { identify, type Traced } from '../refusals/check.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { factsOf } from './facts.ts';
import { policies } from './policies.ts';
import type { AccessFacts } from './policy.ts';

interface Caller extends Traced {
  /** The caller's address. */
  readonly ip: string;
}

/** Who wants what, and what only the flow knows of it. */
export interface Wanted
  extends Pick<AccessFacts, 'approvals' | 'verification' | 'isHighAssurance' | 'isLockedOut' | 'byPassword'> {
  readonly flow: Flow;
  readonly org: Org;
  readonly user: User;
  readonly app: App;
  readonly scopes?: readonly Scope[];
}

/** Everything that org, user and app demand of each other. @throws Refusal */
export function checkPolicies(caller: Caller, world: World, wanted: Wanted): void {
  identify(caller, { org: wanted.org, user: wanted.user });
  const facts = factsOf(caller, subjectOf(world, wanted), wanted.flow, wanted);
  if (isInSeveralOrgs(world, wanted.app) || isCopiedTo(wanted.app, wanted.org)) checkApp(caller, facts);
  policies.check(caller, 'user', facts);
  policies.check(caller, 'access', facts);
  policies.check(caller, 'level', facts);
}

/** PlatformCLI, or an app that was copied, was looked at before anybody knew whose user it is: what their own org says of it comes now. @throws Refusal */
function checkApp(request: Traced, facts: AccessFacts): void {
  policies.check(request, 'client', facts);
  policies.check(request, 'app', facts);
  policies.check(request, 'flow', facts);
}

/** Whether the app is PlatformCLI, and there are several orgs that have it. */
export function isInSeveralOrgs({ orgs }: Pick<World, 'orgs'>, app: App): boolean {
  return isPlatformCli(app) && orgs.app(app.consumerKey) !== app;
}

/** How many approvals can stand in for the installation of an app; 0 where none has to. */
export async function approvalsInstead(
  { store }: World,
  { app, org, user }: Pick<Wanted, 'app' | 'org' | 'user'>,
): Promise<number> {
  if (isInstalledIn(app, org)) return 0;
  return (await store.approvals.live(user.id, app.consumerKey)).length;
}
