/** What Setup adds to what it makes and changes of apps: it takes its time to spread (setup-pages.md 4.4). Lab and seeds are in force at once. */
import { appInForce } from '../org/app-in-force.ts';
import type { App, Org, SpreadingField } from '../org/model.ts';
import { isRecord } from '../wire/json.ts';
import { instantText } from './fields.ts';
import type { Fields } from './records.ts';

const MINUTE = 60_000;

/** Each of them is in force as it was, until its change has spread. */
const SPREADING: Readonly<Record<SpreadingField, true>> = {
  callbackUrls: true,
  scopes: true,
  isPkceRequired: true,
  isConsumerSecretOptional: true,
  isSecretRequiredForRefreshToken: true,
  isClientCredentialEnabled: true,
  isDeviceFlowEnabled: true,
  isNamedUserJwtEnabled: true,
  isIntrospectAllTokens: true,
  isTokenExchangeEnabled: true,
  isSecretRequiredForTokenExchange: true,
  isCodeCredentialEnabled: true,
  isCodeCredentialPostOnly: true,
};

/** The fields of a new app: nobody knows it before the org's delay is over. */
export function newInSetup({ settings }: Pick<Org, 'settings'>, fields: Fields): Fields {
  return { ...fields, propagationDelay: settings.newAppPropagationDelay };
}

/**
 * The fields of a change, and what requests meet until it has spread. A second change begins the wait anew.
 *
 * @param fields as a seed writes them: scopes by their OAuth names
 * @param now milliseconds since the epoch, by the org's clock
 */
export function changedInSetup(
  { settings }: Pick<Org, 'settings'>,
  app: App,
  fields: Fields,
  now: number,
): Fields {
  const until = now + settings.newAppPropagationDelay * MINUTE;
  const before = appInForce(app, now);
  const names = Object.keys(SPREADING) as SpreadingField[];
  const changed = names.filter((name) => !isSame(before[name], fields[name] ?? app[name]));
  if (changed.length === 0 || until === now) return { ...fields, earlier: null };
  const earlier = names.map((name) => [name, changed.includes(name) ? before[name] : null] as const);
  return { ...fields, earlier: { until: instantText(until), ...Object.fromEntries(earlier) } };
}

/** A record before a change, without what its fields were before that: what a change says nothing of the spreading of is in force at once. */
export function changedAtOnce(record: Fields, change: Fields): Fields {
  const { earlier, ...others } = record;
  if (!isRecord(earlier) || Object.hasOwn(change, 'earlier')) return record;
  const { until, ...fields } = earlier;
  const left = Object.entries(fields).filter(([name]) => !Object.hasOwn(change, name));
  return left.length === 0 ? others : { ...others, earlier: { until, ...Object.fromEntries(left) } };
}

function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
