/** External Client Apps: parts in several files, joined by element -> apps of a seed. Wire facts: model.md 2 and 6.4. */
import { aside, text } from './app-elements.ts';
import { basicInformation, bothSwitches, recordNames, startUrl, tellOfPermittedUsers } from './app-fields.ts';
import type { Elements } from './elements.ts';
import { fromGlobal } from './external-client-app-global.ts';
import { type Header, type Joined, joinParts, type Part } from './external-client-app-parts.ts';
import { fromPolicy, sessionPolicy } from './external-client-app-policy.ts';
import { fromSettings } from './external-client-app-settings.ts';
import { switches } from './external-client-app-switches.ts';
import { choiceField, isOn, piecesOf, textField } from './fields.ts';
import { type Located, located } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

export const EXTERNAL_CLIENT_APP: Elements = {
  contactEmail: text,
  contactPhone: text,
  description: text,
  distributionState: text,
  fullName: aside,
  iconUrl: text,
  infoUrl: text,
  isProtected: aside,
  label: text,
  logoUrl: text,
  managedType: aside,
  orgScopedExternalApp: aside,
};

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
    kind: located('externalClientApp', root.at),
    name: located(name, root.at),
    label: textField(root.child('label')),
    ...basicInformation(root, report),
    startUrl: startUrl(policy?.child('startUrl') ?? appPolicy?.child('startUrl'), report),
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
  return located(fields, root.at);
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

const PERMITTED_USERS = { AllSelfAuthorized: false, AdminApprovedPreAuthorized: true } as const;
/** Profiles and permission sets in the SAML policy count for the whole app (model.md 2.3). */
function permittedUsers(root: Element, { ecaOauthPlcy, ecaSamlPlcy }: Joined, report: Report) {
  const policies = [ecaOauthPlcy, ecaSamlPlcy];
  const named = (list: 'commaSeparatedProfile' | 'commaSeparatedPermissionSet') => {
    const elements = policies.flatMap((policy) => policy?.child(list) ?? []);
    const names = elements.flatMap((element) => piecesOf(element, /,/));
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
