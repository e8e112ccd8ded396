/** Entries of the journal, as the API document describes them. */

import {
  count,
  flag,
  instant,
  type JsonSchema,
  list,
  mapOf,
  named,
  number,
  object,
  orNull,
  text,
  word,
} from './json-schema.ts';
import { OUTCOMES } from './query-parameters.ts';

export function journalEntrySchema(): JsonSchema {
  const why = {
    name: text('What the catalogue calls it.'),
    error: text(),
    error_description: text(),
    why: text('What was compared with what.'),
    fix: text('What to do about it.'),
    armed: text('The failure that refused what would have passed.'),
  };
  const response = { location: text('Where it redirected to.'), body: { description: 'JSON or text.' } };
  const logIn = {
    type: word(['Application', 'Remote Access 2.0']),
    subType: text('Which flow, where grantType does not say it.'),
    isChallenged: { const: true, description: 'A code of the user’s authenticator is asked for.' },
  };
  const members = {
    id: text(),
    at: instant('By the clock of all.'),
    org: orNull(text('Id of the org; null when it never came to one.')),
    endpoint: { ...text('The word that filters and armed failures use.'), examples: ['token'] },
    method: text(),
    path: text('Without the query.'),
    grantType: orNull(text()),
    clientId: orNull(text('Consumer key.')),
    username: orNull(text()),
    token: text('Fingerprint of the access token in the Authorization header.'),
    ip: text('The caller’s address.'),
    via: {
      const: 'proxy',
      description: 'It came to the server as a proxy: by CONNECT, or in absolute form.',
    },
    outcome: word(OUTCOMES),
    status: count('HTTP status.'),
    refusal: orNull(object(why, { optional: ['armed'] })),
    armed: object({ id: text('Of the failure that struck.'), what: text('What it did.') }),
    checks: list(
      object(
        {
          name: text(),
          ok: flag(),
          detail: text('What was compared with what.'),
          compared: mapOf(true, 'Of the check that failed: the values that it compared, by name.'),
        },
        { optional: ['compared'] },
      ),
      'In the order in which they were made.',
    ),
    logIn: object(logIn, { optional: ['subType', 'isChallenged'] }),
    mistake: text('A mistake of fauxforce, because of which the rest is missing.'),
    notes: mapOf(text(), 'What a person would have learned elsewhere.'),
    request: mapOf(text(), 'Parameters, secrets as fingerprints.'),
    response: object(response, { optional: 'all' }),
    ms: number('Milliseconds from the first byte to the answer.'),
  };
  return named(
    'JournalEntry',
    object(members, { optional: ['token', 'ip', 'via', 'armed', 'logIn', 'notes', 'mistake'] }),
  );
}

/** HTTP Archive 1.2. What only fauxforce knows is in `_fauxforce`. */
export function harSchema(): JsonSchema {
  const entry = {
    startedDateTime: instant('By the clock of all.'),
    time: number('Milliseconds.'),
    request: mapOf(true),
    response: mapOf(true),
    cache: mapOf(true),
    timings: mapOf(true),
    _fauxforce: mapOf(
      true,
      'Of the journal entry: id, org, endpoint, grantType, clientId, username, refusal, checks.',
    ),
  };
  const log = {
    version: { const: '1.2' },
    creator: object({ name: text(), version: text() }),
    entries: list(object(entry)),
  };
  return named('Har', object({ log: object(log) }));
}
