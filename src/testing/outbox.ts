/** The outbox, as a test reads it: e-mails and texts that Salesforce would have sent. */
import { type OutboxFilter, type OutboxMessage, readOutbox } from '../world/outbox.ts';
import type { World } from '../world/world.ts';

export interface TestOutbox {
  /** Newest first. */
  messages(filter?: OutboxFilter): Promise<readonly OutboxMessage[]>;
  /** The newest message, or the newest that matches: `(await sf.outbox.last({ to: 'ada@acme.example' }))?.code`. */
  last(filter?: OutboxFilter): Promise<OutboxMessage | undefined>;
}

/** @param orgId limits it to one org */
export function outboxOf(world: World, orgId?: string): TestOutbox {
  const own = (filter: OutboxFilter = {}) => (orgId === undefined ? filter : { ...filter, org: orgId });
  return {
    messages: (filter) => readOutbox(world, own(filter)),
    last: async (filter) => (await readOutbox(world, { ...own(filter), limit: 1 }))[0],
  };
}
