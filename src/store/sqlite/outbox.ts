/** The table of messages that Salesforce would have sent. The methods that write belong inside a transaction. */
import type { Message, MessageFilter, Outbox, StoredMessage } from '../outbox.ts';
import type { Row } from '../rows.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class OutboxTable implements Synchronous<Outbox> {
  readonly kinds: Kinds<Outbox> = { list: 'read' };
  readonly #append;
  readonly #trim;
  readonly #list;

  constructor(db: Statements) {
    this.#append = db.prepare(
      `insert into message (org_id, user_id, recipient, channel, kind, subject, text, code, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#trim = db.prepare<[{ orgId: string; most: number }]>(
      `delete from message where org_id = :orgId and id <= (
         select id from message where org_id = :orgId order by id desc limit 1 offset :most
       )`,
    );
    this.#list = db.prepare<[Record<string, string | number | null>], FromSql<StoredMessage>>(
      `select id as row, org_id as orgId, user_id as userId, recipient, channel, kind, subject, text, code,
         created_at as createdAt
       from message
       where (:orgId is null or org_id = :orgId) and (:userId is null or user_id = :userId)
         and (:recipient is null or lower(recipient) = lower(:recipient))
         and (:kind is null or kind = :kind) and (:before is null or id < :before)
       order by id desc limit :limit`,
    );
  }

  append(message: Message, most: number): Row {
    const { orgId, userId, recipient, channel, kind, subject, text, code, createdAt } = message;
    const added = this.#append.run(
      orgId,
      userId,
      recipient,
      channel,
      kind,
      subject,
      text,
      code ?? null,
      createdAt,
    );
    this.#trim.run({ orgId, most });
    return Number(added.lastInsertRowid);
  }

  list({ orgId, userId, recipient, kind, before }: MessageFilter, limit: number): StoredMessage[] {
    const filter = { orgId, userId, recipient, kind, before };
    const bound = Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, value ?? null]));
    return this.#list.all({ ...bound, limit }).map((found) => ({ ...found, code: found.code ?? undefined }));
  }
}
