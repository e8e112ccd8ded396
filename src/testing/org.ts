/** An org for one test alone: its apps, its users, its time, its part of the journal. */
import type { JournalEntry, JournalFilter } from '../journal/journal.ts';
import type { LabClock } from '../lab/clock.ts';
import { type ArmedFailure, armFailures } from '../lab/failure-routes.ts';
import { readPeriod } from '../lab/input.ts';
import type { App, Org, User } from '../org/model.ts';
import type { RefusalName } from '../refusals/catalogue.ts';
import type { SeedInput } from '../seed/schema.ts';
import type { World } from '../world.ts';
import type { Arming } from './arming.ts';
import type { LoginOptions } from './index.ts';

export interface TestOrg extends AsyncDisposable {
  /** 18 characters. */
  readonly id: string;
  readonly org: Org;
  /** By name. */
  readonly apps: Readonly<Record<string, App>>;
  /** By the part of the username before `@`. */
  readonly users: Readonly<Record<string, User>>;
  /** Moves this org alone. */
  readonly clock: LabClock;
  /** Apps and users are found by name in this org alone. */
  login(options: LoginOptions): Promise<Readonly<Record<string, string>>>;
  /** Makes requests of this org fail that would have succeeded. */
  arm(what: RefusalName | Arming, more?: Arming): readonly ArmedFailure[];
  /** Requests of this org, newest first. */
  journal(filter?: JournalFilter): JournalEntry[];
}

/** A seed document; unnamed orgs get a name of their own. */
export type OrgOptions = SeedInput & {
  /** `10m`: it goes by itself. */
  readonly expiresIn?: string;
};

/** @throws SeedError with every mistake of the document */
export async function makeOrg(
  world: World,
  { expiresIn, ...document }: OrgOptions,
  login: (options: LoginOptions) => Promise<Readonly<Record<string, string>>>,
): Promise<TestOrg> {
  const period = expiresIn === undefined ? undefined : readPeriod('expiresIn', expiresIn);
  const org = await world.labOrgs.create(world, document, period);
  const { apps, users } = recordsByName([org]);
  return {
    id: org.id,
    org,
    apps,
    users,
    clock: world.clock.ofOrg(org.id),
    login: ({ app, user, ...others }) =>
      login({
        ...others,
        app: typeof app === 'string' ? named('app', apps, app) : app,
        user: typeof user === 'string' ? named('user', users, user.split('@')[0] ?? '') : user,
      }),
    arm: (what, more) =>
      armFailures(typeof what === 'string' ? { refusal: what, ...more } : what, world, org.id),
    journal: (filter = {}) => world.journal.entries({ ...filter, org: org.id }),
    async [Symbol.asyncDispose]() {
      await world.labOrgs.remove(world, world.orgs.org(org.id) ? [org] : []);
    },
  };
}

/** Apps by name, users by the part of the username before `@`. */
export function recordsByName(orgs: readonly Org[]): Pick<TestOrg, 'apps' | 'users'> {
  return {
    apps: Object.fromEntries(orgs.flatMap((org) => org.apps.map((app) => [app.name, app]))),
    users: Object.fromEntries(
      orgs.flatMap((org) => org.users.map((user) => [user.username.split('@')[0], user])),
    ),
  };
}

function named<Item>(kind: string, items: Readonly<Record<string, Item>>, name: string): Item {
  const item = items[name];
  if (!item) {
    throw new RangeError(
      `no ${kind} of this org is called ${name}: there are ${Object.keys(items).join(', ')}`,
    );
  }
  return item;
}
