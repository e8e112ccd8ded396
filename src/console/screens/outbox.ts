/** E-mails and texts that Salesforce would have sent: codes, security tokens, passwords. */
import { blocks } from '../blocks.ts';
import { instantCell } from '../texts.ts';
import type { Page } from '../visit.ts';

interface Message {
  readonly id: string;
  readonly at: string;
  readonly org: string;
  readonly to: string;
  readonly channel: string;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly code?: string;
}

export const outboxPage: Page = {
  path: 'outbox',

  async show({ lab, query }) {
    const to = query.get('to');
    const { messages } = await lab.get<{ messages: readonly Message[] }>('/outbox', { to });
    return blocks('Outbox', [
      {
        kind: 'text',
        tone: 'soft',
        text: 'Nothing is sent from here: what Salesforce would have sent by e-mail or text stands in this list.',
      },
      {
        kind: 'form',
        form: {
          method: 'get',
          fields: [{ name: 'to', label: 'To', value: to }],
          button: 'Filter',
          tone: 'primary',
        },
      },
      {
        kind: 'table',
        caption: 'The newest hundred',
        columns: ['Time', 'To', 'What', 'Code'],
        rows: messages.map((message) => ({
          cells: [
            instantCell(message.at),
            { text: message.to, more: message.channel },
            { text: message.subject, more: message.text },
            message.code === undefined ? '' : { text: message.code, isCode: true },
          ],
        })),
        empty: 'Nothing was to be sent yet.',
      },
    ]);
  },
};
