/** Changing a seed document by the names of its records: what tests and recipes do to the demo org. */
import type { DemoChanges } from '../refusals/refusal.ts';
import { isRecord } from '../wire/json.ts';
import { type Fields, orgFieldsOf, recordsOf, type Section } from './records.ts';
import { withStandardRecords } from './standards.ts';

/**
 * Copies a document and sets fields of its records, or removes them where the new value is null. A user is named by username or
 * by the part before the @.
 *
 * @throws RangeError when a change names a record that the document lacks
 */
export function applyChanges(document: unknown, changes: DemoChanges): Fields {
  const complete = withStandardRecords(document);
  if (!isRecord(complete)) throw new RangeError('only a mapping can be changed');
  return {
    ...complete,
    org: {
      ...changed(orgFieldsOf(complete), changes.org ?? {}),
      settings: changed(settingsOf(complete), changes.settings ?? {}),
    },
    profiles: changedRecords(complete, 'profiles', changes.profiles, (fields) => [fields.name]),
    users: changedRecords(complete, 'users', changes.users, ({ username }) => [
      username,
      localPart(username),
    ]),
    apps: changedRecords(complete, 'apps', changes.apps, (fields) => [fields.name]),
    sites: changedRecords(complete, 'sites', changes.sites, (fields) => [fields.name]),
    tokenExchangeHandlers: changedRecords(
      complete,
      'tokenExchangeHandlers',
      changes.tokenExchangeHandlers,
      (fields) => [fields.name],
    ),
  };
}

function settingsOf(document: Fields): Fields {
  const { settings } = orgFieldsOf(document);
  return isRecord(settings) ? settings : {};
}

function localPart(username: unknown): unknown {
  return typeof username === 'string' ? username.split('@', 1)[0] : undefined;
}

function changedRecords(
  document: Fields,
  section: Section,
  changes: Readonly<Record<string, Fields>> = {},
  namesOf: (fields: Fields) => unknown[],
): Fields[] {
  const records = recordsOf(document, section).map(({ fields }) => fields);
  for (const name of Object.keys(changes)) {
    if (!records.some((fields) => namesOf(fields).includes(name))) {
      throw new RangeError(`the seed has no '${name}' in ${section}`);
    }
  }
  return records.map((fields) =>
    Object.entries(changes)
      .filter(([name]) => namesOf(fields).includes(name))
      .reduce((before, [, change]) => changed(before, change), fields),
  );
}

function changed(fields: Fields, change: Fields): Fields {
  const removed = Object.keys(change).filter((key) => change[key] === null);
  return Object.fromEntries(
    Object.entries({ ...fields, ...change }).filter(([key]) => !removed.includes(key)),
  );
}
