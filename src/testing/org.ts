/** An org for one test alone: its apps, its users, its time, its part of the journal. */
import { readPeriod } from '../lab/input.ts';
import type { Org } from '../org/model.ts';
import type { SeedInput } from '../seed/schema.ts';
import type { World } from '../world.ts';
import type { Records } from './login.ts';
import { type Salesforce, salesforce } from './salesforce.ts';
import type { Mint } from './token.ts';

/** Its clock moves this org alone, its failures strike and its journal knows this org's requests alone. */
export interface TestOrg extends Salesforce, AsyncDisposable {
  /** 18 characters. */
  readonly id: string;
  readonly org: Org;
}

/** A seed document; unnamed orgs get a name of their own. */
export type OrgOptions = SeedInput & {
  /** `10m`: it goes by itself. */
  readonly expiresIn?: string;
};

/** @throws SeedError with every mistake of the document */
export async function makeOrg(
  world: World,
  mint: Mint,
  { expiresIn, ...document }: OrgOptions,
): Promise<TestOrg> {
  const period = expiresIn === undefined ? undefined : readPeriod('expiresIn', expiresIn);
  const org = await world.labOrgs.create(world, document, period);
  return {
    ...salesforce(world, mint, recordsByName([org]), org.id),
    id: org.id,
    org,
    async [Symbol.asyncDispose]() {
      await world.labOrgs.remove(world, world.orgs.org(org.id) ? [org] : []);
    },
  };
}

/** Apps by name, users by the part of the username before `@`. */
export function recordsByName(orgs: readonly Org[]): Records {
  return {
    apps: Object.fromEntries(orgs.flatMap((org) => org.apps.map((app) => [app.name, app]))),
    users: Object.fromEntries(
      orgs.flatMap((org) => org.users.map((user) => [user.username.split('@')[0], user])),
    ),
  };
}
