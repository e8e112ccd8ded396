/** Says of a callback or an assertion what Salesforce would say of it and why, without a log-in. Nothing is kept of either. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JournalEntry } from '../../journal/entry.ts';
import { NO_SECRETS } from '../../journal/misplaced.ts';
import { writeEntry } from '../../journal/write-entry.ts';
import { findToken } from '../../oauth/known-token.ts';
import { tryAssertion } from '../../oauth/token/try-assertion.ts';
import { sameRedirectUri } from '../../org/callback.ts';
import { CALLBACK_CAUSES, callbackDifferences } from '../../org/callback-differences.ts';
import { type Host, readHost } from '../../org/hosts.ts';
import { unknownToken } from '../../tokens/find-token.ts';
import { readJwt } from '../../tokens/jwt.ts';
import { readForm } from '../../wire/form.ts';
import { asWord } from '../../wire/json.ts';
import type { World } from '../../world/world.ts';
import { journalEntrySchema } from '../document/journal-schemas.ts';
import {
  flag,
  instant,
  type JsonSchema,
  list,
  mapOf,
  named,
  object,
  orNull,
  text,
  word,
} from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { isDate, readObject, readQuery } from '../plane/input.ts';
import { isTooDeep } from '../plane/json-body.ts';
import { entryOf } from './journal-routes.ts';

/** Characters of what is looked at. */
const LONGEST_CALLBACK = 2_048;
const LONGEST_ASSERTION = 32_768;

export function diagnosisRoutes(app: FastifyInstance, world: World): void {
  app.get('/callback-check', { config: { operation: CHECK_CALLBACK } }, ({ query }) => {
    const { client_id, redirect_uri } = readQuery(query, ['client_id', 'redirect_uri']);
    return checkCallback(world, client_id, redirect_uri);
  });

  app.post('/token-check', { config: { operation: CHECK_TOKEN } }, (request) => {
    readQuery(request.query, []);
    const { token } = readObject(request.body, ['token']);
    if (typeof token !== 'string' || token === '' || token.length > LONGEST_ASSERTION)
      throw new LabProblem(400, `token is missing, or longer than ${LONGEST_ASSERTION} characters`);
    return checkToken(world, token.trim());
  });

  app.post('/assertion-check', { config: { operation: CHECK_ASSERTION } }, async (request) => {
    readQuery(request.query, []);
    const { assertion, entry, host } = readObject(request.body, ['assertion', 'entry', 'host']);
    const sent = entry === undefined ? readAssertion(assertion) : assertionOf(world, entry);
    return checkAssertion(world, request, sent, host === undefined ? request.calledHost : hostNamed(host));
  });
}

/** Whose a token is, until when, and why it is dead. */
async function checkToken(world: World, token: string) {
  const known = await findToken(world, token);
  const jwt = readJwt(token);
  const exp = known?.exp;
  return {
    kind: known === undefined ? null : known.type === 'access_token' ? 'access' : 'refresh',
    state: known?.state ?? (await unknownToken(world, token, ['access', 'refresh'])),
    org: known?.org.id ?? null,
    client_id: known?.consumerKey ?? null,
    app: known === undefined ? null : (world.orgs.app(known.consumerKey)?.name ?? null),
    username: known?.user.username ?? null,
    scope: known?.scopes ?? null,
    issued_at: known === undefined ? null : isoOf(known.iat),
    expires_at: exp === undefined ? null : isoOf(exp),
    header: shallow(jwt?.header),
    claims: shallow(jwt?.claims),
  };
}

function isoOf(seconds: number): string | null {
  const at = seconds * 1000;
  return isDate(at) ? new Date(at).toISOString() : null;
}

function checkCallback({ orgs }: World, clientId: string | undefined, redirectUri: string | undefined) {
  const app = orgs.app(clientId ?? '');
  if (!app) throw new LabProblem(400, `client_id '${asWord(clientId)}' is no app's`);
  if (redirectUri === undefined || redirectUri.length > LONGEST_CALLBACK)
    throw new LabProblem(400, `redirect_uri is missing, or longer than ${LONGEST_CALLBACK} characters`);
  const callbacks = app.callbackUrls.map((url) => ({
    url,
    matches: sameRedirectUri(url, redirectUri),
    differences: callbackDifferences(redirectUri, url),
  }));
  return { app: app.name, matches: callbacks.some(({ matches }) => matches), callbacks };
}

async function checkAssertion(world: World, { ip }: FastifyRequest, assertion: string, calledHost: Host) {
  const trace = await tryAssertion(world, assertion, { calledHost, ip });
  const { entry } = writeEntry({ trace, answer: UNANSWERED, ms: 0 }, NO_SECRETS);
  const jwt = readJwt(assertion);
  const { clientId, username, refusal, checks } = entry;
  return {
    host: calledHost.origin,
    clientId,
    username,
    header: shallow(jwt?.header),
    claims: shallow(jwt?.claims),
    refusal,
    checks,
  };
}

/** Nothing of what is nested deeper than anybody reads. */
function shallow<Part>(part: Part | undefined): Part | null {
  return part === undefined || isTooDeep(part) ? null : part;
}

const UNANSWERED = { status: 200, contentType: undefined, body: undefined, location: undefined };

/** @throws LabProblem */
function readAssertion(assertion: unknown): string {
  if (typeof assertion !== 'string' || assertion.trim() === '')
    throw new LabProblem(
      400,
      'assertion is missing: the JWT, or entry, the id of a journal entry that sent one',
    );
  if (assertion.length > LONGEST_ASSERTION)
    throw new LabProblem(400, `assertion is longer than ${LONGEST_ASSERTION} characters`);
  if (assertion.includes('PRIVATE KEY'))
    throw new LabProblem(
      400,
      'that is a private key, which nobody needs to see: give the JWT that was signed with it',
    );
  return assertion.trim();
}

/** What an entry sent as its assertion. */
function assertionOf({ journal }: World, id: unknown): string {
  const { request }: JournalEntry = entryOf(journal, asWord(id));
  const body = journal.sent.find(asWord(id))?.body;
  const form = typeof body === 'string' ? readForm(body) : body;
  const assertion = form && !Buffer.isBuffer(form) ? form.get('assertion') : undefined;
  if (assertion !== undefined) return assertion;
  throw new LabProblem(
    404,
    'assertion' in request
      ? 'what the entry sent is no longer there: paste the assertion'
      : 'the entry sent no assertion',
  );
}

/** @throws LabProblem */
function hostNamed(host: unknown): Host {
  const name = asWord(host);
  if (!/^[\w.-]{1,249}(?::\d{1,5})?$/.test(name) || !URL.canParse(`https://${name}`))
    throw new LabProblem(400, `host '${name}' is not the name of a host: login.salesforce.com`);
  return readHost(name, 'https');
}

const CHECK_CALLBACK: Operation = {
  id: 'checkCallback',
  summary: 'How a redirect_uri differs from each callback URL of an app',
  query: ['client_id', 'redirect_uri'],
  answer: {
    status: 200,
    schema: () =>
      named(
        'CallbackCheck',
        object({
          app: text('Its name.'),
          matches: flag('Whether Salesforce takes it.'),
          callbacks: list(
            object({
              url: text('As it is registered.'),
              matches: flag(),
              differences: list(
                object({
                  cause: word(CALLBACK_CAUSES),
                  sent: text('That part of what was sent; empty: there is none.'),
                  registered: text(),
                  meaning: text('In a sentence.'),
                }),
              ),
            }),
          ),
        }),
      ),
  },
};

const CHECK_TOKEN: Operation = {
  id: 'checkToken',
  summary: 'Whose a token is, until when, and whether it is alive',
  description:
    'Of an access or refresh token of any app; of a JWT, ID tokens too, what it says. Nothing is kept.',
  body: { schema: () => named('TokenToCheck', object({ token: text('As a client has it.') })) },
  answer: {
    status: 200,
    schema: () =>
      named(
        'TokenCheck',
        object({
          kind: orNull(word(['access', 'refresh'])),
          state: text('`alive`, or why it is not.'),
          org: orNull(text('Id of the org.')),
          client_id: orNull(text('Consumer key.')),
          app: orNull(text('Its name.')),
          username: orNull(text()),
          scope: orNull(text('Names with spaces between them.')),
          issued_at: orNull(instant('By the clock of its org.')),
          expires_at: orNull(instant('If nobody uses it before; null: never, or it is no token of ours.')),
          header: orNull(mapOf(true, 'Of a JWT.')),
          claims: orNull(mapOf(true, 'Of a JWT.')),
        }),
      ),
  },
};

const CHECK_ASSERTION: Operation = {
  id: 'checkAssertion',
  summary: 'What the JWT bearer grant would say to an assertion: its checks in their order',
  description: 'No token is issued, no log-in counted, and nothing kept. No private key is needed.',
  body: {
    schema: () =>
      named(
        'AssertionToCheck',
        object(
          {
            assertion: text('The JWT.'),
            entry: text('Instead: id of the journal entry whose request sent it.'),
            host: text('Where it is to be posted to; left out: as this call was sent.'),
          },
          { optional: 'all' },
        ),
      ),
  },
  answer: {
    status: 200,
    schema: () => {
      const { properties } = journalEntrySchema() as { properties: Record<'refusal' | 'checks', JsonSchema> };
      return named(
        'AssertionCheck',
        object({
          host: text('Origin of the host that it was posted to, so to speak.'),
          clientId: orNull(text('Consumer key that iss named.')),
          username: orNull(text()),
          header: orNull(mapOf(true)),
          claims: orNull(mapOf(true)),
          refusal: properties.refusal,
          checks: properties.checks,
        }),
      );
    },
  },
  notFound: 'The journal has no such entry, or it sent no assertion that is still there.',
};
