/** The records that every org has, written as in a seed, and those that an empty document gets. */

import { derivedId, id18, isSalesforceId } from '../org/ids.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import { isRecord } from '../wire/json.ts';
import { profileName } from './names.ts';
import { type Fields, orgFieldsOf, recordsOf, textOf } from './records.ts';

export const DEFAULT_ORG_NAME = 'Test Org';

/** Wire facts, model.md 1.7 and 4.5. */
const STANDARD_PROFILES: readonly Fields[] = [
  {
    name: 'System Administrator',
    approveUninstalledConnectedApps: true,
    assignPermissionSets: true,
    customizeApplication: true,
    manageConnectedApps: true,
    manageProfilesPermissionsets: true,
    manageUsers: true,
    modifyAllData: true,
    rotateConsumerDetails: true,
    viewAllData: true,
    viewSetup: true,
  },
  { name: 'Standard User' },
  { name: 'Minimum Access - API Only Integrations', apiUserOnly: true },
];

/** The Salesforce CLI's own client (wire facts, clients.md 1.11 and 2.2; token.md 4): public, no secret at all. */
const CLI_APP: Fields = {
  name: PLATFORM_CLI,
  label: 'Salesforce CLI',
  consumerKey: PLATFORM_CLI,
  callbackUrls: ['http://localhost:1717/OauthRedirect'],
  // `sf org login web` asks for the first three; the rest is what its --scopes option is used for.
  scopes: [
    'refresh_token',
    'api',
    'web',
    'full',
    'id',
    'openid',
    'visualforce',
    'lightning',
    'content',
    'chatbot_api',
    'sfap_api',
  ],
  isConsumerSecretOptional: true,
  isSecretRequiredForRefreshToken: false,
  isDeviceFlowEnabled: true,
};

/** Adds the standard records to a document. Fields that the document sets are merged into them; its other records come after. */
export function withStandardRecords(document: unknown): unknown {
  if (!isRecord(document)) return document;
  const users =
    document.users ?? (Object.hasOwn(document, 'users') ? document.users : [administrator(document)]);
  const apps = Object.hasOwn(document, 'apps') ? document.apps : [integration({ ...document, users })];
  return {
    ...document,
    profiles: Object.hasOwn(document, 'profiles')
      ? overStandard(document.profiles, STANDARD_PROFILES, isSameProfile)
      : STANDARD_PROFILES,
    users,
    apps: overStandard(apps, [CLI_APP], isPlatformCli),
  };
}

function overStandard(
  list: unknown,
  standards: readonly Fields[],
  isSame: (given: Fields, standard: Fields) => boolean,
): unknown {
  if (!Array.isArray(list)) return list;
  const merged = list.map((given: unknown) => {
    const standard = isRecord(given) ? standards.find((candidate) => isSame(given, candidate)) : undefined;
    return standard && isRecord(given) ? { ...standard, ...given } : given;
  });
  const missing = standards.filter(
    (standard) => !list.some((given: unknown) => isRecord(given) && isSame(given, standard)),
  );
  return [...merged, ...missing];
}

function isSameProfile(given: Fields, standard: Fields): boolean {
  return typeof given.name === 'string' && profileName(given.name) === standard.name;
}

function isPlatformCli(given: Fields): boolean {
  return given.name === PLATFORM_CLI || given.consumerKey === PLATFORM_CLI;
}

function administrator(document: Fields): Fields {
  return {
    username: `admin@${orgIdentity(document).myDomain}.example`,
    lastName: 'Administrator',
    profile: 'System Administrator',
  };
}

/** The app of an empty document: it has every flow that needs no certificate. */
function integration(document: Fields): Fields {
  const runAs = recordsOf(document, 'users')[0]?.fields.username;
  return {
    name: 'Integration',
    callbackUrls: ['http://localhost:3000/callback'],
    scopes: ['api', 'refresh_token', 'openid', 'id', 'web'],
    isClientCredentialEnabled: true,
    isDeviceFlowEnabled: true,
    ...(typeof runAs === 'string' ? { clientCredentialUser: runAs } : {}),
  };
}

/** The org's name, id and My Domain, from as much of a document as can be read. */
export function orgIdentity(document: unknown): { name: string; id: string; myDomain: string } {
  const fields = orgFieldsOf(document);
  const name = textOf(fields.name) ?? DEFAULT_ORG_NAME;
  const id = textOf(fields.id);
  return {
    name,
    id: id !== undefined && isSalesforceId(id, '00D') ? id18(id) : derivedId('00D', name),
    myDomain: (textOf(fields.myDomain) ?? domainFor(name)).toLowerCase(),
  };
}

function domainFor(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .match(/[a-z0-9]+/g);
  return words
    ? words.join('-').slice(0, 34).replace(/-$/, '')
    : derivedId('00D', name).slice(6, 15).toLowerCase();
}
