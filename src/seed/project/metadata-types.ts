/** The metadata types that matter to who may log in, by suffix (model.md 2.1, 6.1), and where their content is collected. */
import { readConnectedApp } from './connected-app.ts';
import { UNUSED_IN_FIELDS } from './custom-field.ts';
import { readCustomScope } from './custom-scopes.ts';
import { usable } from './elements.ts';
import { EXTERNAL_CLIENT_APP } from './external-client-app.ts';
import { type Header, OTHER_PARTS, PARTS, type Part, type PartSuffix } from './external-client-app-parts.ts';
import type { JsonRecords } from './json-files.ts';
import type { Located } from './located.ts';
import { type ObjectPart, readFieldFile, readObject, UNUSED_IN_OBJECTS } from './objects.ts';
import {
  NOT_PARSED,
  readPermissionSet,
  readPermissionSetGroup,
  readProfile,
  readProfileSession,
} from './org-records.ts';
import type { Report } from './report.ts';
import { readSamlSso } from './saml.ts';
import { type OrgFacts, SETTINGS, settingOf } from './settings.ts';
import type { Element } from './xml.ts';

/** Everything that was found so far. */
export class Found implements JsonRecords {
  readonly apps: Located[] = [];
  readonly headers: Header[] = [];
  readonly parts: Part[] = [];
  readonly profiles: Located[] = [];
  readonly profileSessions: Located[] = [];
  readonly permissionSets: Located[] = [];
  readonly permissionSetGroups: Located[] = [];
  readonly mutingPermissionSets: Located[] = [];
  readonly customScopes: Located[] = [];
  readonly objects: ObjectPart[] = [];
  readonly facts: Partial<OrgFacts>[] = [];
  readonly users: Located[] = [];
  readonly scratchDefinitions: { readonly file: string; readonly root: Located }[] = [];
}

/** In MiB: profiles of large orgs have a few MiB. */
const LARGEST_OF_PERMISSIONS = 10;

interface MetadataType {
  readonly root: string;
  /** The kind that the report shows; undefined for files that another part reports. */
  readonly kind?: string;
  readonly skipped?: readonly string[];
  /** In MiB; 1 when left out. */
  readonly largest?: number;
  /** @returns false when the file was not used, which is then reported already */
  read(root: Element, name: string, found: Found, report: Report): boolean;
}

function keep<Item>(list: Item[], item: Item | undefined): boolean {
  if (item !== undefined) list.push(item);
  return item !== undefined;
}

/** A known type that fauxforce does not use. Files with the same note are reported together. */
function skippedType(root: string, note: (name: string, root: Element) => string): MetadataType {
  return {
    root,
    read: (element, name, _, report) => {
      report.skipOnce(element.place, note(name, element));
      return false;
    },
  };
}

/** The metadata types by suffix. */
export const TYPES: ReadonlyMap<string, MetadataType> = new Map<string, MetadataType>([
  [
    'connectedApp',
    {
      root: 'ConnectedApp',
      kind: 'Connected App',
      read: (root, name, found, report) => keep(found.apps, readConnectedApp(root, name, report)),
    },
  ],
  [
    'eca',
    {
      root: 'ExternalClientApplication',
      read: (root, name, found, report) =>
        keep(found.headers, { name, root: usable(root, EXTERNAL_CLIENT_APP, report) }),
    },
  ],
  ...Object.entries(PARTS).map(([suffix, { root, elements }]): [string, MetadataType] => [
    suffix,
    {
      root,
      read: (element, _, found, report) =>
        keep(found.parts, { suffix: suffix as PartSuffix, root: usable(element, elements, report) }),
    },
  ]),
  ...Object.entries(OTHER_PARTS).map(([suffix, { root, reason }]): [string, MetadataType] => [
    suffix,
    skippedType(root, (_, element) => `${element.name} has no effect: ${reason}`),
  ]),
  [
    'profile',
    {
      root: 'Profile',
      kind: 'profile',
      skipped: NOT_PARSED,
      largest: LARGEST_OF_PERMISSIONS,
      read: (root, name, found, report) => keep(found.profiles, readProfile(root, name, report)),
    },
  ],
  [
    'permissionset',
    {
      root: 'PermissionSet',
      kind: 'permission set',
      skipped: NOT_PARSED,
      largest: LARGEST_OF_PERMISSIONS,
      read: (root, name, found) => keep(found.permissionSets, readPermissionSet(root, name)),
    },
  ],
  [
    'permissionsetgroup',
    {
      root: 'PermissionSetGroup',
      kind: 'permission set group',
      read: (root, name, found) => keep(found.permissionSetGroups, readPermissionSetGroup(root, name)),
    },
  ],
  [
    'mutingpermissionset',
    {
      root: 'MutingPermissionSet',
      kind: 'muting permission set',
      skipped: NOT_PARSED,
      largest: LARGEST_OF_PERMISSIONS,
      read: (root, name, found) => keep(found.mutingPermissionSets, readPermissionSet(root, name)),
    },
  ],
  [
    'profileSessionSetting',
    {
      root: 'ProfileSessionSetting',
      kind: 'profile session settings',
      read: (root, _, found, report) => keep(found.profileSessions, readProfileSession(root, report)),
    },
  ],
  [
    'settings',
    {
      root: '',
      kind: 'settings',
      read: (root, name, found, report) => keep(found.facts, SETTINGS[name]?.(settingOf(root), report)),
    },
  ],
  [
    'oauthcustomscope',
    {
      root: 'OauthCustomScope',
      kind: 'custom scope',
      read: (root, name, found) => keep(found.customScopes, readCustomScope(root, name)),
    },
  ],
  [
    'object',
    {
      root: 'CustomObject',
      kind: 'object',
      skipped: UNUSED_IN_OBJECTS,
      largest: LARGEST_OF_PERMISSIONS,
      read: (root, name, found, report) => keep(found.objects, readObject(root, name, report)),
    },
  ],
  [
    'field',
    {
      root: 'CustomField',
      skipped: UNUSED_IN_FIELDS,
      read: (root, name, found, report) => keep(found.objects, readFieldFile(root, name, report)),
    },
  ],
  [
    'samlssoconfig',
    {
      root: 'SamlSsoConfig',
      kind: 'SAML single sign-on',
      read: (root, name, found, report) => keep(found.facts, readSamlSso(root, name, report)),
    },
  ],
  ['recordType', skippedType('RecordType', () => 'record types have no effect')],
  [
    'validationRule',
    skippedType('ValidationRule', () => 'validation rules have no effect: arm record.validation-rule'),
  ],
  [
    'oauthtokenexchangehandler',
    {
      root: 'OauthTokenExchangeHandler',
      read: (root, name, _, report) => {
        report.skip(
          root.place,
          `token exchange handler '${name}' is Apex, which does not run here: say what it does under tokenExchangeHandlers of a seed`,
        );
        return false;
      },
    },
  ],
  [
    'profilePasswordPolicy',
    skippedType(
      'ProfilePasswordPolicy',
      () => 'password policies of a profile have no effect: those of the org count',
    ),
  ],
]);

/** The suffix of a file's name, in source format or metadata format. */
export const SUFFIX = new RegExp(`\\.(${[...TYPES.keys()].join('|')})(?:-meta\\.xml)?$`);
