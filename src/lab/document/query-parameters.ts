/** The lab's query parameters. Each means the same in every route. */
import { catalogue } from '../../refusals/catalogue.ts';
import { MESSAGE_KINDS } from '../../world/outbox.ts';
import { count, instantOrMs, type JsonSchema, text, word } from './json-schema.ts';

/** How a request ended: the journal's words. */
export const OUTCOMES = ['answered', 'refused'] as const;

export const QUERY_PARAMETERS = {
  org: text('Id of an org, of 15 or 18 characters: only what is its own.'),
  object: { ...text('Name of an object: only its records.'), examples: ['Account'] },
  q: { ...text('SOQL: only what it finds.'), examples: ["SELECT Id FROM Account WHERE Name = 'Acme'"] },
  client_id: text('Consumer key of an app: only what is its own.'),
  username: text('Only what is this user’s.'),
  endpoint: { ...text('Only requests to this endpoint, in the words of the journal.'), examples: ['token'] },
  outcome: word(OUTCOMES, 'Only requests that ended so.'),
  redirect_uri: text('What an app sends as its callback.'),
  refusal: word(Object.keys(catalogue), 'Only requests that were refused with this name.'),
  seen: word(['true'], 'Only refusals that the journal tells of.'),
  status: { ...text('Only log-ins of this status, upper case or lower.'), examples: ['Invalid Password'] },
  since: instantOrMs('Only requests from this instant on, by the clock of all.'),
  to: text('An e-mail address, a phone number or a username: only messages to them.'),
  kind: word(MESSAGE_KINDS, 'Only messages for this.'),
  id: text('Id of an entry: only this one, whatever else is said.'),
  after: text('Id of an entry: what came after it is told first, all that is kept if the entry is not.'),
  before: text('Id of an entry: only what came before it.'),
  limit: { ...count('At most so many, the newest.', 1), maximum: 999_999 },
} as const satisfies Record<string, JsonSchema>;

export type QueryParameter = keyof typeof QUERY_PARAMETERS;
