/** Setup > Identity Provider Event Log, made from the journal (setup-pages.md A.4). */
import type { FastifyInstance } from 'fastify';
import { type IdpEvent, idpEvents } from '../../journal/idp-events.ts';
import { catalogue } from '../../refusals/catalogue.ts';
import { IDP_EVENTS } from '../../refusals/idp-events.ts';
import type { World } from '../../world/world.ts';
import {
  flag,
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

const FILTERS = ['since', ...TOKEN_FILTERS, 'limit'] as const;

export function idpEventRoutes(app: FastifyInstance, world: World): void {
  app.get('/idp-events', { config: { operation: LIST_EVENTS } }, ({ query }) => {
    const { since, limit, ...words } = readQuery(query, FILTERS);
    const { orgId, userId, consumerKey } = readTokenFilter(world, words);
    const entries = world.journal.entries(since === undefined ? {} : { since: readInstant('since', since) });
    const found = idpEvents(entries, world.orgs).filter(
      (event) =>
        (orgId === undefined || event.orgId === orgId) &&
        (userId === undefined || event.userId === userId) &&
        (consumerKey === undefined || event.app?.consumerKey === consumerKey),
    );
    const most = limit === undefined ? found.length : readCount('limit', limit);
    return { events: found.slice(0, most).map(shownEvent) };
  });
}

function shownEvent({ orgId, userId: _, app, code, isSaml, ...event }: IdpEvent) {
  return {
    org: orgId,
    ...event,
    app: app?.label ?? null,
    errorCode: code,
    text: IDP_EVENTS[code],
    ssoType: isSaml ? 'SAML' : 'OpenID Connect',
  };
}

const LIST_EVENTS: Operation = {
  id: 'listIdpEvents',
  summary:
    'The Identity Provider Event Log: who logged in to which app by SAML or OAuth, and how that ended, newest first',
  description: 'It is read off the journal: it goes back as far, and is cleared with it.',
  query: FILTERS,
  answer: { status: 200, schema: () => object({ events: list(eventSchema()) }) },
  notFound: NO_SUCH_ORG,
};

function eventSchema(): JsonSchema {
  return named(
    'IdpEvent',
    object({
      org: text('Id of the org.'),
      id: text('Of the entry of the journal that it is.'),
      at: instant('By the clock of all.'),
      username: orNull(text()),
      identityUsed: orNull(text('Subject of the assertion.')),
      app: orNull(text('Label of the app.')),
      samlEntityUrl: orNull(text('Entity id of the app, as the request has it.')),
      initiatedBy: word(['IdP', 'SP', 'OauthAuthorize', 'OauthTokenExchange']),
      errorCode: word(Object.keys(IDP_EVENTS)),
      text: text('What Setup shows of the code.'),
      ssoType: word(['SAML', 'OpenID Connect']),
      hasLogoutUrl: flag('Whether the app is told of log-outs.'),
      refusal: orNull(word(Object.keys(catalogue))),
    }),
  );
}
