/** The scopes that a form offers, as Setup calls them today, and what older guides call them (model.md 3.1, setup-pages.md B). */
import { SCOPE_NAMES, SCOPES } from '../../org/scopes.ts';
import type { Option } from '../frame/fields.ts';
import type { Visit } from '../visit.ts';

/** Setup names some scopes together. */
const TOGETHER = new Map([
  ['id', 'id, profile, email, address, phone'],
  ['refresh_token', 'refresh_token, offline_access'],
]);
/** The others of those; an app that has one keeps it. */
const SYNONYMS: ReadonlySet<string> = new Set(['profile', 'email', 'address', 'phone', 'offline_access']);

export const OLDER_LABELS = [
  ['Access and manage your data (api)', 'Manage user data via APIs (api)'],
  [
    'Perform requests on your behalf at any time (refresh_token, offline_access)',
    'Perform requests at any time (refresh_token, offline_access)',
  ],
  ['Provide access to your data via the Web (web)', 'Manage user data via Web browsers (web)'],
  [
    'Access your basic information (id, profile, email, address, phone)',
    'Access the identity URL service (id, profile, email, address, phone)',
  ],
  ['Allow access to your unique identifier (openid)', 'Access unique user identifiers (openid)'],
  ['Access and manage your Chatter data (chatter_api)', 'Access Connect REST API resources (chatter_api)'],
  ['Provide access to custom applications (visualforce)', 'Access Visualforce applications (visualforce)'],
] as const;

export function scopeOptions({ org }: Pick<Visit, 'org'>): Option[] {
  const standard = SCOPE_NAMES.filter((name) => !SYNONYMS.has(name)).map((name) => ({
    value: name,
    label: `${SCOPES[name].label} (${TOGETHER.get(name) ?? name})`,
  }));
  const custom = org.customScopes.map(({ name, description }) => ({
    value: name,
    label: `${description} (${name})`,
  }));
  return [...standard, ...custom];
}

/** What an app has that the form would not offer it. */
export const SYNONYM_OPTIONS: readonly Option[] = SCOPE_NAMES.filter((name) => SYNONYMS.has(name)).map(
  (name) => ({
    value: name,
    label: `${SCOPES[name].label} (${name} alone)`,
  }),
);

export function scopeLabel(visit: Pick<Visit, 'org'>, scope: string): string {
  const options = [...scopeOptions(visit), ...SYNONYM_OPTIONS];
  return options.find(({ value }) => value === scope)?.label ?? scope;
}
