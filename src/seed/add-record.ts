/** Adds an app or a user to an existing org, and takes one away. What is added is checked as a record of a seed is. */
import { derivedConsumerKey, derivedId, freeId, newUserId } from '../org/ids.ts';
import type { App, Org, User } from '../org/model.ts';
import { readChanged } from './change-org.ts';
import { documentOf } from './document-of.ts';
import { instantText } from './fields.ts';
import { SeedError } from './problems.ts';
import { type Fields, MOST_RECORDS, recordsOf, textOf, tooMany } from './records.ts';
import type { KnownOrgs } from './sign-up.ts';

/** Lists of an org that get and lose records one by one. */
export type RecordList = keyof typeof MOST_RECORDS;

/** What an addition knows beside the record. */
export interface Occasion {
  /** Milliseconds since the epoch, by the org's clock. */
  readonly now: number;
  /** Two or more letters and digits, for a record without a name. */
  readonly suffix: string;
  /** Existing orgs, which `signedUpFrom` may name. */
  readonly others: KnownOrgs;
}

/**
 * Returns the org with one more app or user, which is the last of its list.
 *
 * @param fields the record as in a seed; an app without a name, or a user without a username, gets one of its own
 * @throws SeedError with every problem, each with its path in the record
 */
export function addRecord(org: Org, list: RecordList, fields: Fields, occasion: Occasion): Org {
  if (org[list].length >= MOST_RECORDS[list]) throw new SeedError([tooMany(list)]);
  const document = documentOf(org);
  const records = recordsOf(document, list).map((record) => record.fields);
  const record = list === 'apps' ? newApp(org, fields, occasion) : newUser(org, fields, occasion);
  const next = { ...document, [list]: [...records, record] };
  return readChanged(org, next, [{ at: [list, records.length], fields, path: [] }], occasion.others);
}

function newApp(org: Org, fields: Fields, { now, suffix }: Occasion): Fields {
  const record: Fields = {
    name: `App_${suffix}`,
    createdAt: instantText(now),
    ...fields,
  };
  const name = textOf(record.name) ?? '';
  return {
    id: freeId(name, (text) => derivedId('0H4', org.id, text), new Set(org.apps.map(({ id }) => id))),
    consumerKey: freeId(
      name,
      (text) => derivedConsumerKey(org.id, text),
      new Set(org.apps.map(({ consumerKey }) => consumerKey)),
    ),
    ...record,
  };
}

function newUser(org: Org, fields: Fields, { suffix }: Occasion): Fields {
  const record: Fields = { username: `user-${suffix}@${org.myDomain}.example`, ...fields };
  return { id: newUserId(org, textOf(record.username) ?? ''), ...record };
}

/** Returns the org without an app or a user, and without what its other records say of the app. */
export function withoutRecord(org: Org, { id }: App | User): Org {
  const apps = org.apps.filter((app) => app.id !== id);
  const deleted = org.apps.filter((app) => app.id === id && app.kind === 'externalClientApp');
  const deletedKeys = [...org.deletedExternalApps, ...deleted.map(({ consumerKey }) => consumerKey)];
  const isThere = (name: string) => apps.some((app) => app.name === name);
  return {
    ...org,
    apps,
    deletedExternalApps: deletedKeys.slice(-MOST_RECORDS.apps),
    users: org.users.filter((user) => user.id !== id),
    forced: { ...org.forced, apps: org.forced.apps.filter(isThere) },
    tokenExchangeHandlers: org.tokenExchangeHandlers.map((handler) => ({
      ...handler,
      apps: handler.apps.filter(isThere),
    })),
  };
}
