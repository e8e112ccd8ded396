/** The OAuth policies of an External Client App (model.md 2.3): every element, and the fields of the seed that are read from it. */
import { APEX, attribute, ignored, PART, pieces, text } from './app-elements.ts';
import { mapping, tellOfSessionLevel } from './app-fields.ts';
import type { Elements } from './elements.ts';
import { choiceField, flagField, numberField, textField } from './fields.ts';
import type { Located } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

const GUEST_TOKENS = ignored('tokens of guests live as long as those of users');

export const OAUTH_POLICY: Elements = {
  ...PART,
  apexHandler: APEX,
  clientCredentialsFlowUser: text,
  commaSeparatedCustomScopes: pieces,
  commaSeparatedPermissionSet: pieces,
  commaSeparatedProfile: pieces,
  customAttributes: attribute,
  executeHandlerAs: APEX,
  guestJwtSessionTimeoutType: GUEST_TOKENS,
  guestJwtTimeout: GUEST_TOKENS,
  ipRelaxationPolicyType: text,
  isClientCredentialsFlowEnabled: text,
  isGuestCodeCredFlowEnabled: text,
  isNamedUserJwtEnabled: ignored('that of ExtlClntAppGlobalOauthSettings counts'),
  isTokenExchangeFlowEnabled: text,
  namedUserJwtSessionTimeoutType: text,
  namedUserJwtTimeout: text,
  permittedUsersPolicyType: text,
  policyAction: text,
  refreshTokenPolicyType: text,
  refreshTokenValidityPeriod: text,
  refreshTokenValidityUnit: text,
  requiredSessionLevel: text,
  sessionTimeoutInMinutes: text,
  singleLogoutUrl: text,
  startUrl: text,
};

const IP_RELAXATION = {
  Enforce: 'ENFORCE',
  Enforce_RelaxRefresh: 'ENFORCE_RELAXREFRESH',
  Bypass_2factor: 'BYPASS_2FACTOR',
  Bypass: 'BYPASS',
} as const;

export function fromPolicy(policy: Element | undefined, report: Report) {
  return {
    clientCredentialUser: textField(policy?.child('clientCredentialsFlowUser')),
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

export function sessionPolicy(
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
