/** An org for one test alone: its apps, its users, its clock, its part of the journal. */
import type { LabWorld } from '../lab/lab-world.ts';
import { readPeriod } from '../lab/plane/input.ts';
import type { Org } from '../org/model.ts';
import type { Fields } from '../seed/records.ts';
import type { SeedInput } from '../seed/schema.ts';
import { orgIdentity } from '../seed/standards.ts';
import { isRecord } from '../wire/json.ts';
import { withName } from '../world/org-image.ts';
import type { Records } from './login.ts';
import { type Salesforce, salesforce } from './salesforce.ts';
import type { Running } from './token.ts';

/** Its clock moves this org alone, its failures strike this org's requests alone, and its journal has only these. */
export interface TestOrg extends Salesforce, AsyncDisposable {
  /** 18 characters. */
  readonly id: string;
  readonly org: Org;
}

/** A seed document. An org without a name gets one of its own, and usernames without `@` get the org's domain. */
export type OrgOptions = SeedInput & {
  /** After how long it is deleted automatically: `10m`. */
  readonly expiresIn?: string;
};

/** @throws SeedError with every mistake of the document */
export async function makeOrg(
  world: LabWorld,
  server: Running,
  { expiresIn, ...document }: OrgOptions,
): Promise<TestOrg> {
  const period = expiresIn === undefined ? undefined : readPeriod('expiresIn', expiresIn);
  const org = await world.image.create(withDomain(withName(document, world.entropy)), period);
  return {
    ...salesforce(world, server, recordsByName([org]), org.id),
    id: org.id,
    org,
    async [Symbol.asyncDispose]() {
      if (server.isOpen() && world.orgs.org(org.id)) await world.image.remove([org]);
    },
  };
}

/**
 * Adds the org's domain to usernames, which are unique across orgs: `eve` becomes `eve@acme.example`, as the org's
 * administrator has it.
 */
function withDomain(document: unknown): unknown {
  if (!isRecord(document)) return document;
  const domain = `@${orgIdentity(document).myDomain}.example`;
  const whole = (name: unknown) => (typeof name === 'string' && !name.includes('@') ? name + domain : name);
  return {
    ...document,
    ...completed(document, 'users', 'username', whole),
    ...completed(document, 'apps', 'clientCredentialUser', whole),
  };
}

/**
 * Completes one field in the records of one list of a document. Anything that is not a list of records stays: the seed's reader
 * reports it.
 */
function completed(
  document: Fields,
  list: string,
  field: string,
  complete: (value: unknown) => unknown,
): Fields {
  const records = document[list];
  if (!Array.isArray(records)) return {};
  const whole = (record: unknown) =>
    isRecord(record) && field in record ? { ...record, [field]: complete(record[field]) } : record;
  return { [list]: records.map(whole) };
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
