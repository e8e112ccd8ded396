/** The table of messages that Salesforce would have sent. */
import type { Message, MessageFilter, Outbox, StoredMessage } from '../outbox.ts';
import type { Row } from '../rows.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

export class OutboxTable implements OnSql<Outbox> {
  readonly kinds: Kinds<Outbox> = { list: 'read' };

  async append(sql: Sql, message: Message, most: number): Promise<Row> {
    const { orgId, userId, recipient, channel, kind, subject, text, code, createdAt } = message;
    const row = await sql.value<Row>`insert into message
        (org_id, user_id, recipient, channel, kind, subject, text, code, created_at)
      values (${orgId}, ${userId}, ${recipient}, ${channel}, ${kind}, ${subject}, ${text}, ${code}, ${createdAt})
      returning id`;
    await sql.run`delete from message where org_id = ${orgId} and id <= (
      select id from message where org_id = ${orgId} order by id desc limit 1 offset ${most}::bigint)`;
    return row as Row;
  }

  async list(
    sql: Sql,
    { orgId, userId, recipient, kind, before }: MessageFilter,
    limit: number,
  ): Promise<StoredMessage[]> {
    return sql.all`select id as row, org_id, user_id, recipient, channel, kind, subject, text, code, created_at from message
      where (${orgId}::text is null or org_id = ${orgId}::text) and (${userId}::text is null or user_id = ${userId}::text)
        and (${recipient}::text is null or lower(recipient) = lower(${recipient}::text))
        and (${kind}::text is null or kind = ${kind}::text) and (${before}::bigint is null or id < ${before}::bigint)
      order by id desc limit ${limit}::bigint`;
  }
}
