/** One app as YAML to commit: what it does not say is as an app of its name is by itself. */
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import type { App, Org } from '../org/model.ts';
import { addRecord } from './add-record.ts';
import { documentOf } from './document-of.ts';
import { type Fields, recordsOf } from './records.ts';
import { NO_ORGS } from './sign-up.ts';

/** What the same app may not keep in another org, or what passes. */
const NOT_TO_KEEP = ['createdAt', 'propagationDelay', 'earlier', 'stagedConsumer', 'id'];

/**
 * A list with the app alone, as a seed has it under `apps`.
 *
 * @param withSecrets whether its consumer secret and initial access token are in it
 */
export function appSeedText(org: Org, { name, kind, callbackUrls }: App, withSecrets: boolean): string {
  const fields = fieldsOf(org, name);
  const bare = { kind, name, callbackUrls };
  const defaults = fieldsOf(addRecord(withoutApps(org), 'apps', bare, OCCASION), name);
  const said = Object.entries(fields).filter(
    ([key, value]) =>
      !NOT_TO_KEEP.includes(key) &&
      (withSecrets || !SECRETS.includes(key)) &&
      (ALWAYS.includes(key) || !isDeepStrictEqual(value, defaults[key])),
  );
  const order = [...ALWAYS, ...said.map(([key]) => key)];
  const ordered = Object.fromEntries(
    said.toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other)),
  );
  return stringify({ apps: [ordered] }, { lineWidth: 0 });
}

const SECRETS = ['consumerSecret', 'initialAccessToken'];
const ALWAYS = ['kind', 'name', 'label', 'consumerKey', 'consumerSecret', 'callbackUrls', 'scopes'];

const OCCASION = { now: 0, suffix: 'bare', others: NO_ORGS };

function withoutApps(org: Org): Org {
  const forced = { ...org.forced, apps: [] };
  return {
    ...org,
    signedUpFrom: undefined,
    users: [],
    apps: [],
    sites: [],
    forced,
    tokenExchangeHandlers: [],
  };
}

function fieldsOf(org: Org, name: string): Fields {
  const alone = { ...org, users: [], apps: org.apps.filter((app) => app.name === name) };
  return recordsOf(documentOf(alone), 'apps')[0]?.fields ?? {};
}
