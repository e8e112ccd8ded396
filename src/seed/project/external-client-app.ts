/** External Client Apps: parts in several files, joined by element -> apps of a seed. Wire facts: model.md 2 and 6.4. */
import { COMMON_FLAGS } from './app-elements.ts';
import {
  attributes,
  audiences,
  bothSwitches,
  callbackUrls,
  certificate,
  consentPage,
  ipRanges,
  mapping,
  recordNames,
  scopes,
  tellOfPermittedUsers,
  tellOfSessionLevel,
} from './app-fields.ts';
import { type Header, type Joined, joinParts, type Part } from './external-client-app-parts.ts';
import { choiceField, flagField, isOn, listField, numberField, pieces, textField } from './fields.ts';
import { itemsOf, type Located, located } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** Every app that is an OAuth client, put together from its parts. */
export function readExternalClientApps(
  headers: readonly Header[],
  parts: readonly Part[],
  report: Report,
): Located[] {
  return joinParts(headers, parts, report).flatMap(
    ({ header, parts }) => readExternalClientApp(header, parts, report) ?? [],
  );
}

function readExternalClientApp({ name, root }: Header, parts: Joined, report: Report): Located | undefined {
  const { ecaGlblOauth: global, ecaOauth: settings, ecaOauthPlcy: policy, ecaPlcy: appPolicy } = parts;
  if (!global && !settings) {
    report.skip(root.place, `External Client App '${name}' has no OAuth settings: it is no OAuth client`);
    return undefined;
  }
  tellOfMissingParts(name, root, parts, report);
  const fields = {
    kind: located('externalClientApp', () => root.place),
    name: located(name, () => root.place),
    label: textField(root.child('label')),
    ...consentPage(root, report),
    distributionState: choiceField(root.child('distributionState'), DISTRIBUTION, report),
    ...switches(name, appPolicy, report),
    ...fromGlobal(global, report),
    ...fromSettings(settings, policy, report),
    ...fromPolicy(policy, report),
    ...permittedUsers(root, parts, report),
    isClientCredentialEnabled: bothSwitches(
      global?.child('isClientCredentialsFlowEnabled'),
      policy?.child('isClientCredentialsFlowEnabled'),
      report,
    ),
    isTokenExchangeEnabled: bothSwitches(
      global?.child('isTokenExchangeEnabled'),
      policy?.child('isTokenExchangeFlowEnabled'),
      report,
    ),
    sessionPolicy: sessionPolicy(isOn(global?.child('isNamedUserJwtEnabled'), false), policy, report),
  };
  return located(fields, () => root.place);
}

/** Reports the defaults of missing parts, which the platform creates (model.md 2.5). */
function tellOfMissingParts(name: string, root: Element, parts: Joined, report: Report): void {
  const missing = (message: string) =>
    report.default(root.place, `External Client App '${name}' has no ${message}`);
  if (!parts.ecaGlblOauth) missing('ecaGlblOauth file: no callback URL, and a derived key');
  if (!parts.ecaOauth) missing('ecaOauth file: no scopes');
  if (!parts.ecaPlcy) missing('ecaPlcy file: it is switched on');
  if (!parts.ecaOauthPlcy) {
    missing(
      'ecaOauthPlcy file: all users may self-authorize, refresh tokens live 365 days, IP relaxation Enforce, session level STANDARD',
    );
  }
}

/** AutoInstalled and Managed are internal values, of apps that come with the org. */
const DISTRIBUTION = {
  Local: 'Local',
  Packaged: 'Packaged',
  AutoInstalled: 'Local',
  Managed: 'Local',
} as const;

/** The app's two switches. Both must be on; otherwise the app is treated as missing (model.md 4.8). */
function switches(name: string, policy: Element | undefined, report: Report) {
  const [isEnabled, isOauthPluginEnabled] = [
    policy?.child('isEnabled'),
    policy?.child('isOauthPluginEnabled'),
  ];
  const off = [isEnabled, isOauthPluginEnabled].find((element) => flagField(element)?.value === false);
  if (off) {
    report.skip(
      off.place,
      `External Client App '${name}' is switched off (${off.name} is false): it answers app_not_found`,
    );
  }
  return { isEnabled: flagField(isEnabled), isOauthPluginEnabled: flagField(isOauthPluginEnabled) };
}

const GLOBAL_FLAGS = ['isDeviceFlowEnabled', ...COMMON_FLAGS] as const;

function fromGlobal(global: Element | undefined, report: Report) {
  const idToken = global?.child('idTokenConfig');
  return {
    consumerKey: textField(global?.child('consumerKey')),
    consumerSecret: textField(global?.child('consumerSecret')),
    callbackUrls: callbackUrls(global?.child('callbackUrl'), report),
    certificate: certificate(global?.child('certificate'), report),
    ...Object.fromEntries(GLOBAL_FLAGS.map((flag) => [flag, flagField(global?.child(flag))])),
    isCodeCredentialEnabled: flagField(global?.child('isCodeCredFlowEnabled')),
    isCodeCredentialPostOnly: flagField(global?.child('isCodeCredPostOnly')),
    idToken: mapping(
      {
        validity: numberField(idToken?.child('idTokenValidityInMinutes')),
        audiences: audiences(idToken?.child('idTokenAudience')),
        includeStandardClaims: flagField(idToken?.child('idTokenIncludeStandardClaims')),
        includeAttributes: flagField(idToken?.child('idTokenIncludeAttributes')),
      },
      idToken,
    ),
  };
}

function fromSettings(settings: Element | undefined, policy: Element | undefined, report: Report) {
  const listed = settings?.child('commaSeparatedOauthScopes');
  const customScopes =
    policy?.child('commaSeparatedCustomScopes') ?? settings?.child('commaSeparatedCustomScopes');
  return {
    scopes: listField(
      [
        ...itemsOf(scopes(pieces(listed, /,/), listed, report)),
        ...itemsOf(recordNames(pieces(customScopes, /,/), customScopes, report)),
      ],
      listed ?? customScopes,
    ),
    ipRanges: ipRanges(settings?.all('trustedIpRanges') ?? [], ['startIpAddress', 'endIpAddress']),
    singleLogoutUrl: textField(policy?.child('singleLogoutUrl') ?? settings?.child('singleLogoutUrl')),
    // If a key is repeated, the policy's value counts, so it comes last (model.md 6.4).
    attributes: attributes(
      [...(settings?.all('customAttributes') ?? []), ...(policy?.all('customAttributes') ?? [])],
      report,
    ),
    assetToken: mapping(
      {
        audiences: audiences(settings?.child('assetTokenAudiences')),
        validity: numberField(settings?.child('assetTokenValidity')),
        includeAttributes: flagField(settings?.child('areAttributesIncludedInAssetToken')),
        includeCustomPermissions: flagField(settings?.child('areCustomPermsIncludedInAssetToken')),
      },
      settings,
    ),
  };
}

const PERMITTED_USERS = { AllSelfAuthorized: false, AdminApprovedPreAuthorized: true } as const;
const IP_RELAXATION = {
  Enforce: 'ENFORCE',
  Enforce_RelaxRefresh: 'ENFORCE_RELAXREFRESH',
  Bypass_2factor: 'BYPASS_2FACTOR',
  Bypass: 'BYPASS',
} as const;

function fromPolicy(policy: Element | undefined, report: Report) {
  return {
    clientCredentialUser: textField(policy?.child('clientCredentialsFlowUser')),
    isGuestCodeCredFlowEnabled: flagField(policy?.child('isGuestCodeCredFlowEnabled')),
    ipRelaxation: choiceField(policy?.child('ipRelaxationPolicyType'), IP_RELAXATION, report),
    refreshTokenPolicy: refreshTokenPolicy(policy, report),
  };
}

/** Profiles and permission sets in the SAML policy count for the whole app (model.md 2.3). */
function permittedUsers(root: Element, { ecaOauthPlcy, ecaSamlPlcy }: Joined, report: Report) {
  const policies = [ecaOauthPlcy, ecaSamlPlcy];
  const named = (list: 'commaSeparatedProfile' | 'commaSeparatedPermissionSet') => {
    const elements = policies.flatMap((policy) => policy?.child(list) ?? []);
    const names = elements.flatMap((element) => pieces(element, /,/));
    return recordNames(names, elements[0], report);
  };
  const type = ecaOauthPlcy?.child('permittedUsersPolicyType');
  const isAdminApproved = choiceField(type, PERMITTED_USERS, report);
  const [profiles, permissionSets] = [named('commaSeparatedProfile'), named('commaSeparatedPermissionSet')];
  tellOfPermittedUsers(
    {
      isAdminApproved: isAdminApproved?.value === true,
      place: (type ?? root).place,
      lists: [profiles, permissionSets],
    },
    report,
  );
  return { isAdminApproved, profiles, permissionSets };
}

const REFRESH_TOKEN_POLICY = {
  Infinite: 'infinite',
  Zero: 'zero',
  SpecificLifetime: 'specific_lifetime',
  SpecificInactivity: 'specific_inactivity',
} as const;
const UNITS = { Hours: 'HOURS', Days: 'DAYS', Months: 'MONTHS' } as const;

/** Joins three elements into the seed's one text: `specific_lifetime:365:DAYS`. */
function refreshTokenPolicy(policy: Element | undefined, report: Report): Located | undefined {
  const kind = choiceField(policy?.child('refreshTokenPolicyType'), REFRESH_TOKEN_POLICY, report);
  if (!kind || !String(kind.value).startsWith('specific')) return kind;
  const unit = choiceField(policy?.child('refreshTokenValidityUnit'), UNITS, report);
  const period = policy?.textOf('refreshTokenValidityPeriod');
  if (unit && period) return { ...kind, value: `${kind.value}:${period}:${unit.value}` };
  report.problem(
    kind.at('value'),
    'refreshTokenPolicyType needs refreshTokenValidityPeriod and refreshTokenValidityUnit: taken as 365 days from issue',
  );
  return undefined;
}

const LEVELS = { LOW: 'LOW', STANDARD: 'STANDARD', HIGH_ASSURANCE: 'HIGH_ASSURANCE' } as const;
const ACTIONS = { Block: 'Block', RaiseSessionLevel: 'RaiseSessionLevel' } as const;

function sessionPolicy(
  hasJwtTokens: boolean,
  policy: Element | undefined,
  report: Report,
): Located | undefined {
  const [level, action] = [policy?.child('requiredSessionLevel'), policy?.child('policyAction')];
  tellOfSessionLevel(level, action, report);
  return mapping(
    {
      sessionTimeout: hasJwtTokens ? jwtTimeout(policy, report) : opaqueTimeout(policy, report),
      sessionLevel: choiceField(level, LEVELS, report),
      policyAction: choiceField(action, ACTIONS, report),
    },
    policy,
  );
}

const OF_JWTS = ['namedUserJwtSessionTimeoutType', 'namedUserJwtTimeout'] as const;

function opaqueTimeout(policy: Element | undefined, report: Report): Located | undefined {
  tellOfNoEffect(policy, OF_JWTS, 'access tokens of this app are no JWTs', report);
  return numberField(policy?.child('sessionTimeoutInMinutes'));
}

/** Minutes: the timeout of a JWT that is Custom without a value (model.md 4.4, recalled). */
const CUSTOM_JWT_TIMEOUT = 30;
/** The longer values are of API 65 (model.md 2.3). */
const JWT_TIMEOUTS = [1, 5, 10, 15, 30, 60, 90, 120, 240, 480, 720];

/** UserSession means the profile's timeout, else the org's. */
function jwtTimeout(policy: Element | undefined, report: Report): Located | undefined {
  tellOfNoEffect(policy, ['sessionTimeoutInMinutes'], 'access tokens of this app are JWTs', report);
  const types = { UserSession: false, Custom: true };
  const type = choiceField(policy?.child('namedUserJwtSessionTimeoutType'), types, report);
  if (type?.value !== true) {
    tellOfNoEffect(policy, ['namedUserJwtTimeout'], 'namedUserJwtSessionTimeoutType is not Custom', report);
    return undefined;
  }
  const choices = Object.fromEntries(JWT_TIMEOUTS.map((minutes) => [minutes, minutes]));
  const written = choiceField(policy?.child('namedUserJwtTimeout'), choices, report);
  return written ?? { ...type, value: CUSTOM_JWT_TIMEOUT };
}

function tellOfNoEffect(
  holder: Element | undefined,
  names: readonly string[],
  reason: string,
  report: Report,
): void {
  for (const element of names.flatMap((name) => holder?.child(name) ?? []))
    report.skip(element.place, `${element.name} has no effect: ${reason}`);
}
