/** The table of log-ins on other devices. */
import type { DeviceApproval, DeviceCode, DeviceCodes, StoredDeviceCode } from '../device-codes.ts';
import type { Row } from '../rows.ts';
import { appendApprovals } from './approvals.ts';
import type { Given, Kinds, OnSql } from './grouped.ts';
import { firsts } from './joint.ts';
import { inTheirPlaces } from './rows.ts';
import { type Spending, spendOnce } from './spend.ts';
import type { Sql } from './sql.ts';

interface Found extends Omit<StoredDeviceCode, 'approvedBy'>, Partial<Omit<DeviceApproval, 'scopes'>> {
  readonly approval: Row | undefined;
}

type Joined = 'find' | 'poll';

export class DeviceCodeTable implements OnSql<DeviceCodes, Joined> {
  readonly kinds: Kinds<DeviceCodes, Joined> = { find: 'joint read', poll: 'joint write' };

  async append(
    sql: Sql,
    { consumerKey, scopes, ip, createdAt }: DeviceCode,
    most: number,
    since: number,
  ): Promise<Row | undefined> {
    return sql.value<Row>`insert into device_code (consumer_key, scopes, ip, created_at)
      select ${consumerKey}::text, ${scopes}::text, ${ip}::text, ${createdAt}::double precision
      where (select count(*) from (select 1 from device_code where consumer_key = ${consumerKey} and decided_at is null
        and created_at > ${since} limit ${most}) waiting) < ${most}
      returning id`;
  }

  async find(sql: Sql, given: Given<DeviceCodes, 'find'>): Promise<(StoredDeviceCode | undefined)[]> {
    const found = await inTheirPlaces(
      given.map(([row]) => row),
      (
        rows,
      ) => sql.all<Found>`select id as row, consumer_key, scopes, ip, created_at, last_polled_at, decided_at,
        spent_at, org_id, user_id, issuer, approval_id as approval
      from device_code where id = any(${rows}::bigint[])`,
    );
    return found.map((one) => one && withApproval(one));
  }

  /** @returns of each whether the last recorded poll is at least the interval ago */
  async poll(sql: Sql, given: Given<DeviceCodes, 'poll'>): Promise<boolean[]> {
    const isFirst = firsts(given.map(([row]) => row));
    const those = given.filter((_, i) => isFirst[i]);
    const rows = those.map(([row]) => row);
    const polled = await sql.column<Row>`update device_code d set last_polled_at = given.at
      from unnest(${rows}::bigint[], ${those.map(([, at]) => at)}::double precision[],
        ${those.map(([, at, interval]) => at - interval)}::double precision[]) as given (row, at, before)
      where d.id = given.row and d.id = any(${rows}::bigint[])
        and (d.last_polled_at is null or d.last_polled_at <= given.before)
      returning d.id`;
    const isInTime = new Set(polled);
    return given.map(([row], i) => isFirst[i] === true && isInTime.has(row));
  }

  async approve(
    sql: Sql,
    row: Row,
    at: number,
    { orgId, userId, issuer, scopes }: DeviceApproval,
  ): Promise<boolean> {
    const [code] = await this.find(sql, [[row]]);
    if (!code || code.decidedAt !== undefined) return false;
    const { consumerKey } = code;
    const [approval] =
      scopes === undefined
        ? []
        : await appendApprovals(sql, [{ orgId, userId, consumerKey, scopes, createdAt: at }]);
    await sql.run`update device_code set decided_at = ${at}, org_id = ${orgId}, user_id = ${userId}, issuer = ${issuer},
      approval_id = ${approval} where id = ${row}`;
    return true;
  }

  async deny(sql: Sql, row: Row, at: number): Promise<boolean> {
    return (
      (await sql.run`update device_code set decided_at = ${at} where id = ${row} and decided_at is null`) ===
      1
    );
  }
}

function withApproval({ orgId, userId, issuer, approval, ...code }: Found): StoredDeviceCode {
  const isApproved = orgId !== undefined && userId !== undefined && issuer !== undefined;
  return { ...code, approvedBy: isApproved ? { orgId, userId, issuer, approval } : undefined };
}

/** @returns of each whether it could be redeemed: approved, unspent, and its approval not revoked since */
export function spendDeviceCodes(sql: Sql, given: readonly Spending[]): Promise<boolean[]> {
  return spendOnce(
    given,
    (rows, ats) => sql.column<Row>`with spent as (
      update device_code d set spent_at = given.at
      from unnest(${rows}::bigint[], ${ats}::double precision[]) as given (row, at)
      where d.id = given.row and d.id = any(${rows}::bigint[]) and spent_at is null and user_id is not null
      returning d.id, d.approval_id)
    select id from spent where not exists (select 1 from approval where approval.id = spent.approval_id
      and revoked_at is not null)`,
  );
}
