/** Records of an org, for a test that gives some and looks at what a client made of them. */

import type { Session } from '../data/data.ts';
import { type Inserted, insertGiven } from '../data/given/insert.ts';
import { type PlainRecord, queryRecords, recordsOf } from '../data/given/look-up.ts';
import { INSERTION, objectOf, onlyOrg, sessionOf } from '../lab/routes/data-routes.ts';
import { orgOf } from '../lab/routes/org-routes.ts';
import { readHost } from '../org/hosts.ts';
import { Refusal } from '../refusals/catalogue.ts';
import type { World } from '../world/world.ts';
import type { Running } from './token.ts';

/**
 * Fields and their values, by object. `ref` names a record, and `@` with that name leads to it in a field that is a reference; `@@` is
 * an `@` that begins a text.
 */
export type GivenRecords = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

export async function insertRecords(
  world: World,
  server: Running,
  orgId: string | undefined,
  records: GivenRecords,
): Promise<readonly Inserted[]> {
  return insertGiven(await sessionIn(world, server, orgId), records, INSERTION);
}

export async function allRecords(
  world: World,
  server: Running,
  orgId: string | undefined,
  objectOrSoql: string,
): Promise<readonly PlainRecord[]> {
  const session = await sessionIn(world, server, orgId);
  const options = { trace: world.journal.open('GET', '/_fauxforce/records'), most: Number.POSITIVE_INFINITY };
  try {
    const { records } = /^\s*select\s/i.test(objectOrSoql)
      ? await queryRecords(session, objectOrSoql, options)
      : await recordsOf(session, objectOf(session, objectOrSoql), options);
    return records;
  } catch (error) {
    if (error instanceof Refusal) throw new Error(`${error.description}: ${error.why}`, { cause: error });
    throw error;
  }
}

async function sessionIn(world: World, { url }: Running, orgId: string | undefined): Promise<Session> {
  const org = orgId === undefined ? onlyOrg(world) : orgOf(world, orgId);
  return sessionOf(world, org, readHost(new URL(url).host, 'http'));
}
