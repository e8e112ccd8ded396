/** Orgs, apps and users in the API document. They are made from the seed's schema. */

import { PERIOD } from '../../ground/duration.ts';
import { publishedSchema } from '../../seed/published-schema.ts';
import type { Section } from '../../seed/records.ts';
import {
  count,
  flag,
  type JsonSchema,
  list,
  named,
  number,
  object,
  orNull,
  text,
  word,
} from './json-schema.ts';

type Fields = Readonly<Record<string, JsonSchema>>;

/** The body of `POST /orgs`. */
export function newOrgSchema(): JsonSchema {
  const { $schema: _, ...schema } = publishedSchema();
  const lifetime = text('How long it lives, by its own clock: `10m`. Left out: until it is deleted.');
  const expiresIn = { ...lifetime, pattern: PERIOD };
  const { records, ...properties } = propertiesOf(schema);
  return named('NewOrg', { ...schema, properties: { ...properties, records: inPlace(records), expiresIn } });
}

/** Records of a document that is no file: it cannot name files. */
function inPlace({ anyOf, ...facts }: JsonSchema = {}): JsonSchema {
  const [records] = anyOf as JsonSchema[];
  return { ...facts, ...records };
}

/** The body of a `POST` of an app or a user. */
export function newRecordSchema(title: string, section: 'apps' | 'users'): JsonSchema {
  return named(title, object(fieldsOf(section), { optional: 'all' }));
}

/** The body of a `PATCH` of an app or a user. */
export function changeSchema(title: string, section: 'apps' | 'users'): JsonSchema {
  return named(title, changeOf(fieldsOf(section), { minProperties: 1 }));
}

/** The body of `PATCH /orgs/{id}`. @param lists the lists of records; each record is found by its name, or is new */
export function orgChangeSchema(lists: readonly Section[]): JsonSchema {
  const { settings = {}, ...fields } = orgFields();
  const changes = lists.map((section) => [section, list(namedChangeOf(fieldsOf(section)))]);
  return named(
    'OrgChange',
    object(
      {
        ...eachOrNull(fields),
        settings: changeOf(propertiesOf(settings)),
        ...Object.fromEntries(changes),
        objects: objectsSchema('Objects and fields that are added; what is there does not change.'),
      },
      { optional: 'all', minProperties: 1 },
    ),
  );
}

/** Makes every field optional, and lets `null` take it back to its default. */
function changeOf(fields: Fields, more: JsonSchema = {}): JsonSchema {
  return object(eachOrNull(fields), { optional: 'all', ...more });
}

function namedChangeOf({ name = text(), ...fields }: Fields): JsonSchema {
  return object(
    { name, ...eachOrNull(fields) },
    { optional: Object.keys(fields) as never[], description: 'Found by its name, or new.' },
  );
}

/** An app in an answer: defaults are filled in, and its policy is in parts. */
export function appSchema(): JsonSchema {
  const period = number('Milliseconds.');
  const changed = {
    consumerSecret: text('Empty for PlatformCLI.'),
    parentConsumerKey: text('Of the app that registered it.'),
    createdAt: number('Milliseconds since 1970.'),
    earlier: earlierSchema(),
    refreshTokenPolicy: object(
      { kind: word(['infinite', 'zero', 'specific_lifetime', 'specific_inactivity']), period },
      { optional: ['period'] },
    ),
  };
  return shown('App', 'apps', changed, [
    'certificate',
    'initialAccessToken',
    'singleLogoutUrl',
    'description',
    'logoUrl',
    'contactEmail',
    'contactPhone',
    'iconUrl',
    'infoUrl',
    'startUrl',
    'mobileStartUrl',
    'mobilePolicy',
    'clientCredentialUser',
    'assetToken',
    'saml',
    'createdAt',
    'earlier',
    'stagedConsumer',
    'parentConsumerKey',
  ]);
}

/** What a change in Setup changed, as it was. */
function earlierSchema(): JsonSchema {
  const { until: _, ...fields } = propertiesOf(fieldsOf('apps').earlier);
  return object({
    until: number('Milliseconds since 1970.'),
    fields: object(mapFields(fields, asIs), { optional: 'all' }),
  });
}

export function userSchema(): JsonSchema {
  const hasAuthenticator = flag(
    'Whether totpSecret was written: codes are asked of an authenticator, and not mailed.',
  );
  const optional = ['permissionSetExpirations', 'firstName', 'phone', 'federationId'];
  return shown('User', 'users', { hasAuthenticator }, optional);
}

/** The org's lists and settings in the answer to a change. */
export function orgListSchemas() {
  return {
    settings: settingsSchema(),
    mandates: asIs(orgFields().mandates),
    profiles: list(
      shown('Profile', 'profiles', {}, ['loginHours', 'sessionTimeout', 'requiredSessionLevel']),
    ),
    permissionSets: list(shown('PermissionSet', 'permissionSets', {}, [])),
    permissionSetGroups: list(shown('PermissionSetGroup', 'permissionSetGroups', {}, [])),
    customScopes: list(shown('CustomScope', 'customScopes', {}, [])),
    sites: list(shown('Site', 'sites', {}, [])),
    objects: objectsSchema('Custom objects, by API name.'),
  };
}

function objectsSchema(description: string): JsonSchema {
  return { ...asIs(fieldsOfSeed().objects), description };
}

function settingsSchema(): JsonSchema {
  const fields = mapFields(propertiesOf(orgFields().settings), asIs);
  return named(
    'OrgSettings',
    object(
      {
        ...fields,
        maxLoginAttempts: count('Wrong passwords in a row that lock a user out. Left out: no number does.'),
        lockoutInterval: count('Minutes. Left out: until an admin unlocks the user.'),
        samlSso: asIs(fields.samlSso),
        identityProvider: withoutKey(fields.identityProvider),
      },
      { optional: ['maxLoginAttempts', 'lockoutInterval', 'samlSso'] },
    ),
  );
}

/** No answer has the private key. */
function withoutKey(provider: JsonSchema | undefined): JsonSchema {
  const { privateKey: _, enabled, ...others } = propertiesOf(provider);
  const fields = { enabled: asIs(enabled), ...others };
  return object(fields, { optional: Object.keys(others) as never[] });
}

/** A record in an answer: the seed's fields, every one of them present. */
function shown(title: string, section: Section, changed: Fields, optional: readonly string[]): JsonSchema {
  return named(title, object({ ...mapFields(fieldsOf(section), asIs), ...changed }, { optional }));
}

/** Made once, because it takes milliseconds. */
let seedFields: Fields | undefined;

function orgFields(): Fields {
  return propertiesOf(fieldsOfSeed().org);
}

function fieldsOf(section: Section): Fields {
  return propertiesOf(fieldsOfSeed()[section]?.items);
}

function fieldsOfSeed(): Fields {
  seedFields ??= propertiesOf(publishedSchema());
  return seedFields;
}

function propertiesOf(schema: unknown): Fields {
  const { properties = {} } = schema as { properties?: Fields };
  return properties;
}

/** Removes defaults: in an answer, they would say that a field may be missing. */
function asIs(field: JsonSchema = {}): JsonSchema {
  const { default: _, ...schema } = field;
  return schema;
}

function eachOrNull(fields: Fields): Fields {
  return mapFields(fields, (field) => orNull(asIs(field)));
}

function mapFields(fields: Fields, change: (field: JsonSchema) => JsonSchema): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]));
}
