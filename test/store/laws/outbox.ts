/** Messages that would have been sent. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Message, Store } from '../../../src/store/port.ts';
import { NEW_YEAR } from '../records.ts';

const aMessage = (fields: Partial<Message> = {}): Message => ({
  orgId: '00D5g000004AcmeEAC',
  userId: '0055g000000AdaAAA',
  recipient: 'Ada@acme.example',
  channel: 'email',
  kind: 'security-token',
  subject: 'Your new token',
  text: 'It is Tok3n',
  code: 'Tok3n',
  createdAt: NEW_YEAR,
  ...fields,
});

export function outboxLaws(given: () => Store): void {
  let outbox: Store['outbox'];
  beforeEach(() => {
    outbox = given().outbox;
  });

  describe('outbox', () => {
    it('lists messages, the newest first, whole', async () => {
      const first = await outbox.append(aMessage(), 10);
      const second = await outbox.append(aMessage({ code: undefined, channel: 'sms' }), 10);
      expect(await outbox.list({}, 10)).toEqual([
        { ...aMessage({ code: undefined, channel: 'sms' }), row: second },
        { ...aMessage(), row: first },
      ]);
      expect((await outbox.list({}, 1)).map(({ row }) => row)).toEqual([second]);
      expect((await outbox.list({ before: second }, 9)).map(({ row }) => row)).toEqual([first]);
    });

    it('finds them by org, user, address in any case, and kind', async () => {
      await outbox.append(aMessage(), 10);
      const other = { orgId: 'o', userId: 'u', recipient: 'x@y.z', kind: 'forgot-password' };
      const row = await outbox.append(aMessage(other), 10);
      const filters = [
        { orgId: 'o' },
        { userId: 'u' },
        { recipient: 'X@Y.Z' },
        { kind: 'forgot-password' },
        other,
      ];
      for (const filter of filters) {
        expect((await outbox.list(filter, 9)).map((found) => found.row)).toEqual([row]);
      }
      expect(await outbox.list({ orgId: 'o', kind: 'security-token' }, 9)).toEqual([]);
    });

    it('keeps the newest of each org', async () => {
      await outbox.append(aMessage({ orgId: 'quiet' }), 3);
      for (let i = 0; i < 5; i++) await outbox.append(aMessage({ subject: String(i) }), 3);
      const { orgId } = aMessage();
      expect((await outbox.list({ orgId }, 9)).map(({ subject }) => subject)).toEqual(['4', '3', '2']);
      expect(await outbox.list({ orgId: 'quiet' }, 9)).toHaveLength(1);
    });
  });
}
