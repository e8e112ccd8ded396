/** Failures in the API document: what arms one, and what is shown of it. */

import { PERIOD } from '../../ground/duration.ts';
import { ENDPOINT_WORDS } from '../../journal/endpoints.ts';
import { catalogue } from '../../refusals/catalogue.ts';
import { count, type JsonSchema, mapOf, named, object, orNull, text, word } from '../document/json-schema.ts';
import { EFFECTS, type MEMBERS, MOST, type WHERE } from './failure-input.ts';
import { FAULTS } from './failures.ts';
import { SCENARIOS } from './scenarios/index.ts';

/** The body of `POST /failures`. @param grantTypes the grant types that the token endpoint knows */
export function orderSchema(grantTypes: readonly string[]): JsonSchema {
  const response = {
    status: { ...count('HTTP status.', 200), maximum: 599 },
    headers: mapOf(text()),
    body: { description: 'What is no text is sent as JSON.' },
  };
  const requests = (meaning: string, least: number) => ({ ...count(meaning, least), maximum: MOST });
  const members: Record<(typeof MEMBERS)[number], JsonSchema> = {
    refusal: word(Object.keys(catalogue), 'Refused as the real one refuses, with its bytes and its effect.'),
    response: object(response, {
      optional: ['headers', 'body'],
      description: 'In the place of Salesforce’s answer: nothing of the request is carried out.',
    }),
    fault: word(FAULTS, 'The request is carried out, and its answer gets lost.'),
    scenario: word(Object.keys(SCENARIOS), 'A story made of these; the other members apply to each of them.'),
    times: requests('How many requests it strikes. Left out: 1, or without end if `every` is given.', 1),
    every: requests('2: every second request.', 1),
    after: requests('How many requests to let pass first.', 0),
    delay: { ...text('Real time that the answer waits, up to 2m.'), pattern: PERIOD },
    where: object(conditions(grantTypes), {
      optional: 'all',
      description: 'Which requests are meant: those for which all of it is true.',
    }),
  };
  return named('FailureOrder', object(members, { optional: 'all', oneOf: eachEffectOrDelayAlone() }));
}

function conditions(grantTypes: readonly string[] = []): Record<(typeof WHERE)[number], JsonSchema> {
  return {
    endpoint: word(ENDPOINT_WORDS, 'In the words of the journal.'),
    grant_type: word(grantTypes),
    client_id: text('Consumer key.'),
    username: text(),
    org: text('Id of the org.'),
  };
}

function eachEffectOrDelayAlone(): JsonSchema[] {
  const effects = EFFECTS.map((name) => ({ required: [name] }));
  return [...effects, { required: ['delay'], not: { anyOf: effects } }];
}

/** An armed failure in an answer. */
export function failureSchema(): JsonSchema {
  const { endpoint, grant_type, ...others } = conditions();
  return named(
    'Failure',
    object({
      id: text(),
      what: text('A refusal’s name, `response`, a fault, or `delay`.'),
      remaining: orNull(count('How many requests it will still strike; null: no end.')),
      struck: count('How many requests it has struck.'),
      every: count('2: every second request.', 1),
      after: count('Requests that it lets pass first.'),
      delay: count('Milliseconds.'),
      where: object({ endpoint: text(), grant_type: text(), ...others }, { optional: 'all' }),
    }),
  );
}
