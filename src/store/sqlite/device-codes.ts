/** The table of log-ins on other devices. The methods that write belong inside a transaction. */
import type { DeviceApproval, DeviceCode, DeviceCodes, StoredDeviceCode } from '../device-codes.ts';
import type { Row } from '../rows.ts';
import type { ApprovalTable } from './approvals.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

interface Found extends Omit<StoredDeviceCode, 'approvedBy'> {
  readonly orgId: string;
  readonly userId: string;
  readonly issuer: string;
  readonly approval: Row;
}

export class DeviceCodeTable implements Synchronous<DeviceCodes> {
  readonly kinds: Kinds<DeviceCodes> = { find: 'read' };
  readonly #approvals: ApprovalTable;
  readonly #waiting;
  readonly #append;
  readonly #find;
  readonly #poll;
  readonly #approve;
  readonly #deny;
  readonly #spend;

  constructor(db: Statements, approvals: ApprovalTable) {
    this.#approvals = approvals;
    this.#waiting = db
      .prepare<[string, number, number], number>(
        `select count(*) from (select 1 from device_code
           where consumer_key = ? and decided_at is null and created_at > ? limit ?)`,
      )
      .pluck();
    this.#append = db.prepare(
      'insert into device_code (consumer_key, scopes, ip, created_at) values (?, ?, ?, ?)',
    );
    this.#find = db.prepare<[Row], FromSql<Found>>(
      `select id as row, consumer_key as consumerKey, scopes, ip, created_at as createdAt,
         last_polled_at as lastPolledAt, decided_at as decidedAt, spent_at as spentAt,
         org_id as orgId, user_id as userId, issuer, approval_id as approval
       from device_code where id = ?`,
    );
    this.#poll = db.prepare(
      `update device_code set last_polled_at = ?
       where id = ? and (last_polled_at is null or last_polled_at <= ?)`,
    );
    this.#approve = db.prepare(
      `update device_code set decided_at = ?, org_id = ?, user_id = ?, issuer = ?, approval_id = ?
       where id = ?`,
    );
    this.#deny = db.prepare('update device_code set decided_at = ? where id = ? and decided_at is null');
    this.#spend = db
      .prepare<[number, Row], number | null>(
        `update device_code set spent_at = ? where id = ? and spent_at is null and user_id is not null
         returning (select approval.revoked_at is not null from approval
                    where approval.id = device_code.approval_id)`,
      )
      .pluck();
  }

  append({ consumerKey, scopes, ip, createdAt }: DeviceCode, most: number, since: number): Row | undefined {
    if ((this.#waiting.get(consumerKey, since, most) ?? 0) >= most) return undefined;
    return Number(this.#append.run(consumerKey, scopes, ip, createdAt).lastInsertRowid);
  }

  find(row: Row): StoredDeviceCode | undefined {
    const found = this.#find.get(row);
    if (!found) return undefined;
    const { orgId, userId, issuer, approval, ...code } = found;
    return {
      ...code,
      lastPolledAt: code.lastPolledAt ?? undefined,
      decidedAt: code.decidedAt ?? undefined,
      spentAt: code.spentAt ?? undefined,
      approvedBy:
        orgId === null || userId === null || issuer === null
          ? undefined
          : { orgId, userId, issuer, approval: approval ?? undefined },
    };
  }

  /** @returns whether the last recorded poll is at least the interval ago */
  poll(row: Row, at: number, interval: number): boolean {
    return this.#poll.run(at, row, at - interval).changes === 1;
  }

  approve(row: Row, at: number, { orgId, userId, issuer, scopes }: DeviceApproval): boolean {
    const code = this.find(row);
    if (!code || code.decidedAt !== undefined) return false;
    const approval =
      scopes === undefined
        ? null
        : this.#approvals.append({ orgId, userId, consumerKey: code.consumerKey, scopes, createdAt: at });
    this.#approve.run(at, orgId, userId, issuer, approval, row);
    return true;
  }

  deny(row: Row, at: number): boolean {
    return this.#deny.run(at, row).changes === 1;
  }

  /** @returns whether it could be redeemed: approved, unspent, and its approval not revoked since */
  spend(row: Row, at: number): boolean {
    const isApprovalEnded = this.#spend.get(at, row);
    return isApprovalEnded !== undefined && isApprovalEnded !== 1;
  }
}
