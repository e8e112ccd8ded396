/** External Client Apps: parts in several files, joined by element -> apps of a seed. Wire facts: model.md 2 and 6.4. */
import {
  attributes,
  audiences,
  callbackUrls,
  certificate,
  ipRanges,
  mapping,
  realText,
  recordNames,
  scopes,
} from './app-fields.ts';
import { type Header, type Joined, joinParts, type Part } from './external-client-app-parts.ts';
import { choiceField, flagField, isOn, numberField, pieces, textField } from './fields.ts';
import { type Placed, placed } from './placed.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** Every app that is an OAuth client, each made of its parts. */
export function readExternalClientApps(
  headers: readonly Header[],
  parts: readonly Part[],
  report: Report,
): Placed[] {
  return joinParts(headers, parts, report).flatMap(
    ({ header, parts }) => readExternalClientApp(header, parts, report) ?? [],
  );
}

function readExternalClientApp({ name, root }: Header, parts: Joined, report: Report): Placed | undefined {
  const { ecaGlblOauth: global, ecaOauth: settings, ecaOauthPlcy: policy, ecaPlcy: appPolicy } = parts;
  if (!global && !settings) {
    report.skip(root.place, `External Client App '${name}' has no OAuth settings: it is no OAuth client`);
    return undefined;
  }
  tellOfMissingParts(name, root, parts, report);
  const fields = {
    kind: placed('externalClientApp', () => root.place),
    name: placed(name, () => root.place),
    label: textField(root.child('label')),
    distributionState: choiceField(root.child('distributionState'), DISTRIBUTION, report),
    ...switches(name, appPolicy, report),
    ...fromGlobal(global, report),
    ...fromSettings(settings, policy, report),
    ...fromPolicy(policy, report),
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
  return placed(fields, () => root.place);
}

/** What the platform creates when a part is missing (model.md 2.5). */
function tellOfMissingParts(name: string, root: Element, parts: Joined, report: Report): void {
  const missing = (message: string) =>
    report.default(root.place, `External Client App '${name}' has no ${message}`);
  if (!parts.ecaGlblOauth) missing('ecaGlblOauth file: no callback URL, and a derived key');
  if (!parts.ecaOauth) missing('ecaOauth file: no scopes');
  if (!parts.ecaOauthPlcy) {
    missing(
      'ecaOauthPlcy file: all users may self-authorize, refresh tokens live 365 days, IP relaxation Enforce, session level STANDARD',
    );
  }
}

/** AutoInstalled and Managed are internal: their apps come with the org. */
const DISTRIBUTION = {
  Local: 'Local',
  Packaged: 'Packaged',
  AutoInstalled: 'Local',
  Managed: 'Local',
} as const;

/** Both must be on, else the app is as one that is not there (model.md 4.8). */
function switches(name: string, policy: Element | undefined, report: Report) {
  const [isEnabled, isOauthPluginEnabled] = [
    policy?.child('isEnabled'),
    policy?.child('isOauthPluginEnabled'),
  ];
  const off = [isEnabled, isOauthPluginEnabled].find((element) => !isOn(element, true));
  if (off) {
    report.skip(
      off.place,
      `External Client App '${name}' is switched off (${off.name} is false): it answers app_not_found`,
    );
  }
  return { isEnabled: flagField(isEnabled), isOauthPluginEnabled: flagField(isOauthPluginEnabled) };
}

const GLOBAL_FLAGS = [
  'isConsumerSecretOptional',
  'isDeviceFlowEnabled',
  'isIntrospectAllTokens',
  'isNamedUserJwtEnabled',
  'isPkceRequired',
  'isRefreshTokenRotationEnabled',
  'isSecretRequiredForRefreshToken',
  'isSecretRequiredForTokenExchange',
] as const;

/** Undocumented or not built; noted where they are on. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  isDPopEnabled: 'DPoP proofs are ignored',
  isEnforceRefreshTokenTTL: 'what it does is not known',
};

function fromGlobal(global: Element | undefined, report: Report) {
  for (const [name, reason] of Object.entries(WITHOUT_EFFECT)) {
    const element = global?.child(name);
    if (element && isOn(element, false)) report.skip(element.place, `${name} has no effect: ${reason}`);
  }
  const idToken = global?.child('idTokenConfig');
  return {
    consumerKey: realText(global?.child('consumerKey'), report),
    consumerSecret: realText(global?.child('consumerSecret'), report),
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
  if (customScopes?.text)
    report.skip(customScopes.place, `custom scopes (${customScopes.text.slice(0, 100)}) are not granted`);
  return {
    scopes: scopes(pieces(listed, /,/), listed, report),
    ipRanges: ipRanges(settings?.all('trustedIpRanges') ?? [], ['startIpAddress', 'endIpAddress']),
    singleLogoutUrl: realText(policy?.child('singleLogoutUrl') ?? settings?.child('singleLogoutUrl'), report),
    // Of equal keys the policy's counts: it comes last (model.md 6.4).
    attributes: attributes([
      ...(settings?.all('customAttributes') ?? []),
      ...(policy?.all('customAttributes') ?? []),
    ]),
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
  const handler = policy?.child('apexHandler');
  if (handler?.text)
    report.skip(handler.place, `apexHandler ${handler.text} has no effect: Apex does not run here`);
  const profiles = policy?.child('commaSeparatedProfile');
  const permissionSets = policy?.child('commaSeparatedPermissionSet');
  return {
    isAdminApproved: choiceField(policy?.child('permittedUsersPolicyType'), PERMITTED_USERS, report),
    profiles: recordNames(pieces(profiles, /,/), profiles, report),
    permissionSets: recordNames(pieces(permissionSets, /,/), permissionSets, report),
    clientCredentialUser: realText(policy?.child('clientCredentialsFlowUser'), report),
    isGuestCodeCredFlowEnabled: flagField(policy?.child('isGuestCodeCredFlowEnabled')),
    ipRelaxation: choiceField(policy?.child('ipRelaxationPolicyType'), IP_RELAXATION, report),
    refreshTokenPolicy: refreshTokenPolicy(policy, report),
  };
}

const REFRESH_TOKEN_POLICY = {
  Infinite: 'infinite',
  Zero: 'zero',
  SpecificLifetime: 'specific_lifetime',
  SpecificInactivity: 'specific_inactivity',
} as const;
const UNITS = { Hours: 'HOURS', Days: 'DAYS', Months: 'MONTHS' } as const;

/** Three elements here, one text in a seed: `specific_lifetime:365:DAYS`. */
function refreshTokenPolicy(policy: Element | undefined, report: Report): Placed | undefined {
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

/** The developer's switch and the admin's: a flow is on when both are. */
function bothSwitches(
  developer: Element | undefined,
  admin: Element | undefined,
  report: Report,
): Placed | undefined {
  if (!developer || !isOn(developer, false)) return flagField(developer);
  if (!isOn(admin, false)) {
    report.default(
      (admin ?? developer).place,
      `${developer.name} is true, but the switch in the policy is not: the flow is off`,
    );
  }
  return placed(isOn(admin, false), () => (admin ?? developer).place);
}

/** Minutes of a JWT whose timeout is Custom and left out (model.md 4.4, recalled). */
const CUSTOM_JWT_TIMEOUT = 30;
const LEVELS = { LOW: 'LOW', STANDARD: 'STANDARD', HIGH_ASSURANCE: 'HIGH_ASSURANCE' } as const;
const ACTIONS = { Block: 'Block', RaiseSessionLevel: 'RaiseSessionLevel' } as const;

function sessionPolicy(
  hasJwtTokens: boolean,
  policy: Element | undefined,
  report: Report,
): Placed | undefined {
  return mapping(
    {
      sessionTimeout: hasJwtTokens
        ? jwtTimeout(policy, report)
        : numberField(policy?.child('sessionTimeoutInMinutes')),
      sessionLevel: choiceField(policy?.child('requiredSessionLevel'), LEVELS, report),
      policyAction: choiceField(policy?.child('policyAction'), ACTIONS, report),
    },
    policy,
  );
}

/** UserSession means the profile's timeout, else the org's. */
function jwtTimeout(policy: Element | undefined, report: Report): Placed | undefined {
  const type = choiceField(
    policy?.child('namedUserJwtSessionTimeoutType'),
    { UserSession: false, Custom: true },
    report,
  );
  if (type?.value !== true) return undefined;
  return numberField(policy?.child('namedUserJwtTimeout')) ?? { ...type, value: CUSTOM_JWT_TIMEOUT };
}
