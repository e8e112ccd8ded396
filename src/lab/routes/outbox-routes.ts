/** E-mails and texts that Salesforce would have sent: verification codes, security tokens, passwords. */
import type { FastifyInstance } from 'fastify';
import { MESSAGE_KINDS, readOutbox } from '../../world/outbox.ts';
import type { World } from '../../world/world.ts';
import { instant, type JsonSchema, list, named, object, text, word } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { readCount, readQuery, readWord } from '../plane/input.ts';
import { NO_SUCH_ORG, orgOf } from './org-routes.ts';

const FILTERS = ['org', 'to', 'kind', 'limit'] as const;

export function outboxRoutes(app: FastifyInstance, world: World): void {
  app.get('/outbox', { config: { operation: LIST_MESSAGES } }, async ({ query }) => {
    const { org, to, kind, limit } = readQuery(query, FILTERS);
    const messages = await readOutbox(world, {
      org: org === undefined ? undefined : orgOf(world, org).id,
      to,
      kind: kind === undefined ? undefined : readWord('kind', kind, MESSAGE_KINDS),
      limit: limit === undefined ? undefined : readCount('limit', limit),
    });
    return { messages };
  });
}

const LIST_MESSAGES: Operation = {
  id: 'listMessages',
  summary: 'E-mails and texts that Salesforce would have sent, newest first',
  description: 'Of each org the newest 500 are kept; 100 are shown unless limit says otherwise.',
  query: FILTERS,
  answer: { status: 200, schema: () => object({ messages: list(messageSchema()) }) },
  notFound: NO_SUCH_ORG,
};

function messageSchema(): JsonSchema {
  return named(
    'Message',
    object(
      {
        id: text(),
        at: instant('When it would have been sent, by the clock of the org.'),
        org: text('Id of the org.'),
        to: text('E-mail address or phone number.'),
        channel: word(['email', 'sms']),
        kind: word(MESSAGE_KINDS),
        subject: text(),
        text: text(),
        code: text('The code, token or password in the text.'),
      },
      { optional: ['code'] },
    ),
  );
}
