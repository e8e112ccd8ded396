/** What a store keeps of e-mails and texts that Salesforce would have sent. */
import type { Row } from './rows.ts';

export interface Message {
  readonly orgId: string;
  /** Whom it is about. The user may not exist yet. */
  readonly userId: string;
  /** E-mail address or phone number. */
  readonly recipient: string;
  readonly channel: 'email' | 'sms';
  /** What it is for: the kinds are in world/outbox.ts. */
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  /** The code, token or password in the text, if it has one. */
  readonly code: string | undefined;
  readonly createdAt: number;
}

export interface StoredMessage extends Message {
  readonly row: Row;
}

/** Each that is there must fit. */
export interface MessageFilter {
  readonly orgId?: string | undefined;
  readonly userId?: string | undefined;
  /** In any case of letters. */
  readonly recipient?: string | undefined;
  readonly kind?: string | undefined;
  /** Only messages before this one. */
  readonly before?: Row | undefined;
}

export interface Outbox {
  /** Keeps a message, and of its org no more than the newest `most`. */
  append(message: Message, most: number): Promise<Row>;
  /** Newest first. */
  list(filter: MessageFilter, limit: number): Promise<StoredMessage[]>;
}
