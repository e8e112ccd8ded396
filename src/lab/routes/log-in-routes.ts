/** Setup > Login History, made from the journal (identity-and-resources.md 11). */
import type { FastifyInstance } from 'fastify';
import { type HistoricLogIn, loginHistory } from '../../journal/login-history.ts';
import { catalogue } from '../../refusals/catalogue.ts';
import type { World } from '../../world/world.ts';
import {
  instant,
  type JsonSchema,
  list,
  named,
  object,
  orNull,
  text,
  word,
} from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { readCount, readInstant, readQuery } from '../plane/input.ts';
import { NO_SUCH_ORG } from './org-routes.ts';
import { readTokenFilter, TOKEN_FILTERS } from './token-routes.ts';

const FILTERS = ['since', ...TOKEN_FILTERS, 'status', 'limit'] as const;

export function logInRoutes(app: FastifyInstance, world: World): void {
  app.get('/logins', { config: { operation: LIST_LOG_INS } }, ({ query }) => {
    const { since, limit, status, ...words } = readQuery(query, FILTERS);
    const { orgId, userId, consumerKey } = readTokenFilter(world, words);
    const entries = world.journal.entries(since === undefined ? {} : { since: readInstant('since', since) });
    const found = loginHistory(entries, world.orgs).filter(
      (logIn) =>
        (orgId === undefined || logIn.orgId === orgId) &&
        (userId === undefined || logIn.userId === userId) &&
        (consumerKey === undefined || logIn.clientId === consumerKey) &&
        (status === undefined || logIn.status.toLowerCase() === status.toLowerCase()),
    );
    const most = limit === undefined ? found.length : readCount('limit', limit);
    return { logins: found.slice(0, most).map(shownLogIn) };
  });
}

function shownLogIn({ orgId, userId: _, method: __, ...logIn }: HistoricLogIn) {
  return { org: orgId, ...logIn };
}

const LIST_LOG_INS: Operation = {
  id: 'listLogIns',
  summary: 'The login history: who logged in when, from where, to what, and how that ended, newest first',
  description: 'It is read off the journal: it goes back as far, and is cleared with it.',
  query: FILTERS,
  answer: { status: 200, schema: () => object({ logins: list(logInSchema()) }) },
  notFound: NO_SUCH_ORG,
};

function logInSchema(): JsonSchema {
  return named(
    'LogIn',
    object({
      org: text('Id of the org.'),
      id: text('Of the entry of the journal that it is.'),
      at: instant('By the clock of all.'),
      username: text(),
      clientId: orNull(text('Consumer key of the app.')),
      application: orNull(
        text('Label of the app; Browser on the log-in page, what the client calls itself at SOAP.'),
      ),
      loginType: word([
        'Application',
        'Remote Access 2.0',
        'Other Apex API',
        'Partner Product',
        'SAML Sfdc Initiated SSO',
      ]),
      loginSubType: orNull(text('Which flow, where Salesforce has a word for it.')),
      apiType: orNull(word(['SOAP Partner', 'SOAP Enterprise'])),
      apiVersion: orNull(text('That a log-in by SOAP called.')),
      sourceIp: orNull(text('The caller’s address.')),
      status: text('Success, or what Salesforce’s login history says of the refusal.'),
      refusal: orNull(word(Object.keys(catalogue))),
    }),
  );
}
