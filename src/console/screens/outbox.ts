/** E-mails and texts that Salesforce would have sent: codes, security tokens, passwords. */
import { MESSAGE_KINDS } from '../../world/outbox.ts';
import { blocks } from '../blocks.ts';
import { queryOf } from '../lab.ts';
import { instantCell } from '../texts.ts';
import type { Page } from '../visit.ts';

interface Message {
  readonly at: string;
  readonly to: string;
  readonly channel: string;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly code?: string;
}

/** Of one page. Of each org 500 are kept. */
const PAGE = 50;
const MOST_PAGES = 10_000;

export const outboxPage: Page = {
  path: 'outbox',

  async show({ lab, query }) {
    const filter = { to: query.get('to') || undefined, kind: query.get('kind') || undefined };
    const page = Math.min(Math.max(1, Math.trunc(Number(query.get('page'))) || 1), MOST_PAGES);
    const { messages } = await lab.get<{ messages: readonly Message[] }>('/outbox', {
      ...filter,
      limit: String(page * PAGE + 1),
    });
    const link = (name: string, to: number) => ({
      name,
      href: `/_fauxforce/console/outbox${queryOf({ ...filter, page: String(to) })}`,
    });
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
          fields: [
            { name: 'to', label: 'To', value: filter.to, help: 'e-mail address, phone number or username' },
            {
              kind: 'select',
              name: 'kind',
              label: 'For',
              value: filter.kind,
              options: [['', 'anything'], ...MESSAGE_KINDS.map((kind) => [kind, kind] as const)],
            },
          ],
          button: 'Filter',
          tone: 'primary',
        },
      },
      {
        kind: 'table',
        caption: 'Newest first; a click on the subject shows the message',
        columns: ['Time', 'To', 'For', 'Message'],
        rows: messages.slice((page - 1) * PAGE, page * PAGE).map((message) => ({
          cells: [
            instantCell(message.at),
            { text: message.to, more: message.channel },
            message.kind,
            { text: message.subject, fold: textOf(message) },
          ],
        })),
        empty: 'Nothing was to be sent yet.',
      },
      {
        kind: 'links',
        links: [
          ...(page > 1 ? [link('Newer', page - 1)] : []),
          ...(messages.length > page * PAGE ? [link('Older', page + 1)] : []),
        ],
      },
    ]);
  },
};

/** What it says; its code below, which is what most people come for. */
function textOf({ text, code }: Message): string {
  return code === undefined ? text : `${text}\n\nCode: ${code}`;
}
