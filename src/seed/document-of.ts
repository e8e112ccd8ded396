/** An org -> a seed document that makes the same org again: every default is written out, and certificates stand instead of paths. */
import { createPublicKey } from 'node:crypto';
import type { App, MandatedSetting, Org, OrgSettings, User } from '../org/model.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import { refreshPolicyWord } from '../org/refresh-period.ts';
import type { TokenExchangeHandler } from '../org/token-exchange-handler.ts';
import { instantText } from './fields.ts';
import type { Fields } from './records.ts';

/** An org as data: its seed document, and the facts that a seed has no field for. */
export interface WrittenOrg {
  readonly document: Fields;
  /** The consumer key of each registered app's parent, by the app's consumer key. */
  readonly parents: Readonly<Record<string, string>>;
  /** Consumer keys of External Client Apps that were deleted; undefined if none was. */
  readonly deleted?: readonly string[];
}

export function writeOrg(org: Org): WrittenOrg {
  const { deletedExternalApps: deleted } = org;
  return {
    document: documentOf(org),
    parents: parentsIn(org),
    ...(deleted.length > 0 && { deleted }),
  };
}

/** The seed document as JSON can write it: without undefined values. */
export function documentOf(org: Org): Fields {
  const { id, name, myDomain, type, signedUpFrom, isActive, mandates, forced, settings, ...records } = org;
  const { profiles, permissionSets, permissionSetGroups, customScopes, users, apps, sites } = records;
  return asJson({
    org: {
      id,
      name,
      myDomain,
      type,
      signedUpFrom,
      isActive,
      mandates,
      settings: settingsOf(settings, forced.settings),
    },
    profiles,
    permissionSets,
    permissionSetGroups,
    customScopes,
    users: users.map(userFields),
    apps: apps.map((app) => ({ ...appFields(app), ...(forced.apps.includes(app.name) && NOT_ROTATING) })),
    sites,
    tokenExchangeHandlers: records.tokenExchangeHandlers.map(handlerFields),
    objects: records.objects,
  });
}

/** The consumer key of each registered app's parent, by the app's consumer key. A seed has no field for parents. */
export function parentsIn(org: Org): Record<string, string> {
  return Object.fromEntries(
    org.apps.flatMap(({ consumerKey, parentConsumerKey }) =>
      parentConsumerKey === undefined ? [] : [[consumerKey, parentConsumerKey]],
    ),
  );
}

/** The modules that the org's token exchange handlers run. */
export function modulesIn(org: Org): Set<string> {
  return new Set(
    org.tokenExchangeHandlers.flatMap(({ mapping }) => ('module' in mapping ? [mapping.module] : [])),
  );
}

const NOT_ROTATING = { isRefreshTokenRotationEnabled: false };

/** The settings as the seed wrote them, before mandates changed some. */
function settingsOf(
  { maxLoginAttempts, lockoutInterval, ...settings }: OrgSettings,
  forced: readonly MandatedSetting[],
): Fields {
  return {
    ...settings,
    ...Object.fromEntries(forced.map((name) => [name, !settings[name]])),
    maxLoginAttempts: ATTEMPTS[String(maxLoginAttempts)],
    lockoutInterval: INTERVALS[String(lockoutInterval)],
  };
}

const ATTEMPTS: Readonly<Record<string, string>> = {
  3: 'ThreeAttempts',
  5: 'FiveAttempts',
  10: 'TenAttempts',
  undefined: 'NoLimit',
};

const INTERVALS: Readonly<Record<string, string>> = {
  15: 'FifteenMinutes',
  30: 'ThirtyMinutes',
  60: 'SixtyMinutes',
  undefined: 'Forever',
};

/** A secret that no authenticator has is derived again. */
function userFields({ hasAuthenticator, totpSecret, ...fields }: User): Fields {
  return { ...fields, ...(hasAuthenticator && { totpSecret }) };
}

function appFields(app: App): Fields {
  const { orgId, parentConsumerKey, consumerSecret, createdAt, earlier, refreshTokenPolicy, ...fields } = app;
  return {
    ...fields,
    ...(app.consumerKey === PLATFORM_CLI && consumerSecret === '' ? {} : { consumerSecret }),
    ...(createdAt === undefined ? {} : { createdAt: instantText(createdAt) }),
    ...(earlier && { earlier: { until: instantText(earlier.until), ...earlier.fields } }),
    refreshTokenPolicy: refreshPolicyWord(refreshTokenPolicy),
  };
}

function handlerFields({ mapping, ...handler }: TokenExchangeHandler): Fields {
  if ('module' in mapping) return { ...handler, module: mapping.module };
  const { username, keys } = mapping;
  const jwks = keys?.map(({ kid, publicKey }) => ({
    ...createPublicKey(publicKey).export({ format: 'jwk' }),
    ...(kid === undefined ? {} : { kid }),
  }));
  return { ...handler, username, ...(jwks && { jwks: JSON.stringify({ keys: jwks }) }) };
}

function asJson(document: Fields): Fields {
  return JSON.parse(JSON.stringify(document)) as Fields;
}
