/** An org for one test alone: its apps, its users, its clock, its part of the journal. */
import type { LabWorld } from '../lab/lab-world.ts';
import { readPeriod } from '../lab/plane/input.ts';
import { makeOrg } from '../lab/routes/org-routes.ts';
import type { App, Org, User } from '../org/model.ts';
import type { RecordList } from '../seed/add-record.ts';
import { type Fields, recordsOf } from '../seed/records.ts';
import type { SeedInput } from '../seed/schema.ts';
import { orgIdentity } from '../seed/standards.ts';
import { isRecord } from '../wire/json.ts';
import { withName } from '../world/new-org.ts';
import { assertThere, type Salesforce, salesforce } from './salesforce.ts';
import type { Running } from './token.ts';

/** Its clock moves this org alone, its failures strike this org's requests alone, and its journal has only these. */
export interface TestOrg extends Salesforce, AsyncDisposable {
  /** 18 characters. */
  readonly id: string;
  /** As it was made. */
  readonly org: Org;
  /**
   * Adds an app, as `POST /apps` does. It is in `apps` from then on.
   *
   * @param app as in a seed; without a name it gets one of its own
   * @throws SeedError with every mistake
   */
  addApp(app?: NewApp): Promise<App>;
  /**
   * Adds a user, as `POST /users` does. They are in `users` from then on.
   *
   * @param user as in a seed; a username without `@` gets the org's domain
   * @throws SeedError with every mistake
   */
  addUser(user?: NewUser): Promise<User>;
}

/** An app as in a seed, all of it optional. */
export type NewApp = Partial<NonNullable<SeedInput['apps']>[number]>;
/** A user as in a seed, all of it optional. */
export type NewUser = Partial<NonNullable<SeedInput['users']>[number]>;

/** A seed document. An org without a name gets one of its own, and usernames without `@` get the org's domain. */
export type OrgOptions = SeedInput & {
  /** After how long it is deleted automatically: `10m`. */
  readonly expiresIn?: string;
};

/** @throws SeedError with every mistake of the document */
export async function makeTestOrg(
  world: LabWorld,
  server: Running,
  { expiresIn, ...document }: OrgOptions,
): Promise<TestOrg> {
  const period = expiresIn === undefined ? undefined : readPeriod('expiresIn', expiresIn);
  const org = await makeOrg(world, withDomain(withName(document, world.entropy)), period);
  const records = recordsByName([org]);
  const add = async <List extends RecordList>(list: List, fields: Fields): Promise<Org[List][number]> => {
    assertThere(world, server, org.id);
    const whole = wholeIn(org, list, fields);
    const added = (await world.image.addRecord(org, list, whole))[list].at(-1);
    if (!added) throw new TypeError('the record that was added is not there');
    return added;
  };
  return {
    ...salesforce(world, server, records, org.id),
    id: org.id,
    org,
    async addApp(app = {}) {
      const added = await add('apps', app);
      records.apps[added.name] = added;
      return added;
    },
    async addUser(user = {}) {
      const added = await add('users', user);
      records.users[localPart(added)] = added;
      return added;
    },
    async [Symbol.asyncDispose]() {
      if (server.isOpen() && world.orgs.org(org.id)) await world.image.remove([org]);
    },
  };
}

/** Completes what a new record says of users, as {@link withDomain} does in a whole document. */
function wholeIn({ id, name, myDomain }: Org, list: RecordList, fields: Fields): Fields {
  const document = withDomain({ org: { id, name, myDomain }, [list]: [fields] });
  return recordsOf(document, list)[0]?.fields ?? fields;
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
export function recordsByName(orgs: readonly Org[]): {
  apps: Record<string, App>;
  users: Record<string, User>;
} {
  return {
    apps: Object.fromEntries(orgs.flatMap((org) => org.apps.map((app) => [app.name, app]))),
    users: Object.fromEntries(orgs.flatMap((org) => org.users.map((user) => [localPart(user), user]))),
  };
}

function localPart({ username }: User): string {
  return username.slice(0, username.indexOf('@'));
}
