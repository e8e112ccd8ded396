/** The table of log-ins on other devices. */
import type { DeviceApproval, DeviceCode, DeviceCodes, StoredDeviceCode } from '../device-codes.ts';
import type { Row } from '../rows.ts';
import { appendApproval } from './approvals.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { isRow } from './rows.ts';
import type { Sql } from './sql.ts';

interface Found extends Omit<StoredDeviceCode, 'approvedBy'>, Partial<Omit<DeviceApproval, 'scopes'>> {
  readonly approval: Row | undefined;
}

export class DeviceCodeTable implements OnSql<DeviceCodes> {
  readonly kinds: Kinds<DeviceCodes> = { find: 'read' };

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

  async find(sql: Sql, row: Row): Promise<StoredDeviceCode | undefined> {
    if (!isRow(row)) return undefined;
    const found =
      await sql.one<Found>`select id as row, consumer_key, scopes, ip, created_at, last_polled_at, decided_at,
        spent_at, org_id, user_id, issuer, approval_id as approval
      from device_code where id = ${row}`;
    if (!found) return undefined;
    const { orgId, userId, issuer, approval, ...code } = found;
    const isApproved = orgId !== undefined && userId !== undefined && issuer !== undefined;
    return { ...code, approvedBy: isApproved ? { orgId, userId, issuer, approval } : undefined };
  }

  /** @returns whether the last recorded poll is at least the interval ago */
  async poll(sql: Sql, row: Row, at: number, interval: number): Promise<boolean> {
    const polled = await sql.run`update device_code set last_polled_at = ${at}
      where id = ${row} and (last_polled_at is null or last_polled_at <= ${at - interval})`;
    return polled === 1;
  }

  async approve(
    sql: Sql,
    row: Row,
    at: number,
    { orgId, userId, issuer, scopes }: DeviceApproval,
  ): Promise<boolean> {
    const code = await this.find(sql, row);
    if (!code || code.decidedAt !== undefined) return false;
    const { consumerKey } = code;
    const approval =
      scopes === undefined
        ? undefined
        : await appendApproval(sql, { orgId, userId, consumerKey, scopes, createdAt: at });
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

/** @returns whether it could be redeemed: approved, unspent, and its approval not revoked since */
export async function spendDeviceCode(sql: Sql, row: Row, at: number): Promise<boolean> {
  if (!isRow(row)) return false;
  const isLive = await sql.value<boolean>`update device_code set spent_at = ${at}
    where id = ${row} and spent_at is null and user_id is not null
    returning not exists (select 1 from approval where approval.id = device_code.approval_id and revoked_at is not null)`;
  return isLive ?? false;
}
