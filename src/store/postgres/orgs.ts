/**
 * The table of orgs that differ from the seed or have none: one row for an org. Each change gives the org a new number, so a process that
 * has seen a number reads only the rows after it. Deleting a row uses a number too: a process that finds fewer rows than numbers
 * asks which orgs are left.
 */
import type { DumpedOrg } from '../dump.ts';
import type { GoneRecords, OrgDocument, OrgNews, OrgRecords, Orgs, StoredOrgDocument } from '../orgs.ts';
import type { Row } from '../rows.ts';
import { nextOrgNumber } from './followed.ts';
import { forgetOrgs, forgetRecords } from './forget.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

type Lock = (sql: Sql) => Promise<void>;
type News = { readonly newest: Row } & Omit<StoredOrgDocument, 'row'> & { readonly row: Row | undefined };

export class OrgTable implements OnSql<Omit<Orgs, 'version'>> {
  readonly kinds: Kinds<Omit<Orgs, 'version'>> = { after: 'read' };
  readonly #lockRecords: Lock;

  /** @param lockRecords takes the lock of those who write records */
  constructor(lockRecords: Lock) {
    this.#lockRecords = lockRecords;
  }

  async after(sql: Sql, row: Row, reader: () => string): Promise<OrgNews> {
    const newest = (await newestNumber(sql)) ?? 0;
    if (newest === row) return { orgs: [], newest, all: undefined };
    const known = reader();
    // In one statement: the newest number is that of these rows.
    const found = await sql.all<News>`select f.org_number as newest, o.id as row, o.org_id,
        case when o.reader = ${known} then null else o.document end as document,
        case when o.reader = ${known} then o.reading end as reading, o.expires_at, o.created_at, o.seed, o.user_change
      from followed f left join org_document o on o.id > ${row} order by o.id`;
    const orgs = found.flatMap(({ newest: _, row: own, ...org }) =>
      own === undefined ? [] : [{ ...org, row: own }],
    );
    const seen = found[0]?.newest ?? newest;
    const isMissing = seen - row !== orgs.length;
    const all = isMissing ? new Set(await sql.column<string>`select org_id from org_document`) : undefined;
    return { orgs, newest: seen, all };
  }

  /** @returns the org's new number; undefined, and nothing was changed, if a newer number than `seen` was given */
  async put(sql: Sql, org: OrgDocument, seen: Row, gone?: GoneRecords): Promise<Row | undefined> {
    if (((await newestNumber(sql)) ?? 0) > seen) return undefined;
    if (gone) {
      await this.#lockRecords(sql);
      await forgetRecords(sql, gone);
    }
    return replace(sql, org);
  }

  async drop(sql: Sql, orgId: string, row: Row): Promise<void> {
    const dropped = await sql.run`delete from org_document where org_id = ${orgId} and id = ${row}`;
    if (dropped > 0) await nextOrgNumber(sql);
  }

  async keepReadings(
    sql: Sql,
    readings: readonly { readonly row: Row; readonly org: string }[],
    reader: string,
  ): Promise<void> {
    await sql.run`update org_document o set reading = given.org, reader = ${reader}
      from unnest(${readings.map(({ row }) => row)}::bigint[], ${readings.map(({ org }) => org)}::text[]) as given (id, org)
      where o.id = given.id`;
  }

  /** @returns the newest number */
  async forget(sql: Sql, records: OrgRecords, at: number): Promise<Row> {
    await this.#lockRecords(sql);
    await forgetOrgs(sql, records, at);
    for (const orgId of records.orgIds) {
      if (records.orgIdsOfSeed.includes(orgId)) await replace(sql, gone(orgId, at));
      else {
        await sql.run`delete from org_document where org_id = ${orgId}`;
        await nextOrgNumber(sql);
      }
    }
    return (await newestNumber(sql)) ?? 0;
  }
}

/** Replaces all orgs with those of a snapshot, whose documents contain what users changed. */
export async function replaceAllOrgs(sql: Sql, orgs: readonly DumpedOrg[]): Promise<void> {
  await sql.run`delete from org_document`;
  await nextOrgNumber(sql);
  const userChange = (await sql.value<Row>`select max(id) from user_change`) ?? 0;
  for (const org of orgs) await replace(sql, { ...org, userChange });
}

function newestNumber(sql: Sql): Promise<Row | undefined> {
  return sql.value<Row>`select org_number from followed`;
}

async function replace(sql: Sql, org: OrgDocument): Promise<Row> {
  const { orgId, document, expiresAt, createdAt, seed, userChange, reading } = org;
  const row = await nextOrgNumber(sql);
  await sql.run`delete from org_document where org_id = ${orgId}`;
  await sql.run`insert into org_document (id, org_id, document, expires_at, created_at, seed, user_change, reading, reader)
    values (${row}, ${orgId}, ${document}, ${expiresAt}, ${createdAt}, ${seed}, ${userChange}, ${reading?.org},
      ${reading?.reader})`;
  return row;
}

function gone(orgId: string, at: number): OrgDocument {
  const nothing = { document: undefined, expiresAt: undefined, seed: undefined };
  return { orgId, ...nothing, createdAt: at, userChange: 0 };
}
