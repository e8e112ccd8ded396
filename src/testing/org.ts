/** An org for one test alone: its apps, its users, its time, its part of the journal. */
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

/** Its clock moves this org alone, its failures strike and its journal knows this org's requests alone. */
export interface TestOrg extends Salesforce, AsyncDisposable {
  /** 18 characters. */
  readonly id: string;
  readonly org: Org;
}

/** A seed document. Unnamed orgs get a name of their own, and usernames without `@` the domain of the org. */
export type OrgOptions = SeedInput & {
  /** `10m`: it goes by itself. */
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

/** Usernames are unique across orgs: `eve` becomes `eve@acme.example`, where the org's own administrator is. */
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

/** One list of a document with one field of its records completed; what is no list of records is left for the seed's reader. */
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
