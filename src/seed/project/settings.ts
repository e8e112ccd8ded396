/** `settings/*` files, and the same settings in a scratch org definition -> the org of a seed. Wire facts: model.md 1.5, 4.4, 4.6, 6.3. */
import { choiceHint } from './fields.ts';
import { type Located, type LocatedFields, located } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** A setting as an element or as a key of a JSON file: both kinds of settings are read through it. */
export interface Setting {
  readonly text: string;
  readonly located: Located;
  child(...names: readonly string[]): Setting | undefined;
  all(name: string): readonly Setting[];
}

export function settingOf(element: Element): Setting {
  const at = element.at;
  return {
    text: element.text,
    located: located(element.text, at),
    child: (...names) => {
      const found = element.child(...names);
      return found && settingOf(found);
    },
    all: (name) => element.all(name).map(settingOf),
  };
}

/** What one file says about the org: its fields, and those of its settings. */
export interface OrgFacts {
  readonly org: LocatedFields;
  readonly settings: LocatedFields;
}

/** If several files say the same field, the first counts. */
export function factsTogether(facts: readonly Partial<OrgFacts>[]): OrgFacts {
  return {
    org: firstOfEach(facts.map(({ org }) => org ?? {})),
    settings: firstOfEach(facts.map(({ settings }) => settings ?? {})),
  };
}

/** Merges mappings: of a repeated key, the first that has a value counts. */
export function firstOfEach(mappings: readonly LocatedFields[]): LocatedFields {
  const first = new Map<string, Located>();
  for (const [key, part] of mappings.flatMap((fields) => Object.entries(fields))) {
    if (part !== undefined && !first.has(key)) first.set(key, part);
  }
  return Object.fromEntries(first);
}

type Reader = (file: Setting, report: Report) => Partial<OrgFacts>;

/** Readers by file name: `Security` of Security.settings-meta.xml. Other settings do not concern log-ins. */
export const SETTINGS: Readonly<Record<string, Reader>> = {
  OauthOidc: (file) => ({
    settings: {
      allowUsernamePasswordFlow: not(flag(file.child('blockOAuthUnPwFlow'))),
      allowUserAgentFlow: not(flag(file.child('blockOAuthUsrAgtFlow'))),
      isPkceRequired: flag(file.child('isPkceRequired')),
      allowCodeAndCredentialsFlow: flag(file.child('oAuthCdCrdtFlowEnable')),
    },
  }),
  ConnectedApp: (file) => ({
    settings: {
      apiAccessControl: flag(file.child('enableAdminApprovedAppsOnly')),
      apiAccessControlForExternalUsers: flag(file.child('enableAdminApprovedAppsOnlyForExternalUser')),
    },
  }),
  ExternalClientApp: (file, report) => {
    tellIgnored(file, ['enableClientSecretInRestApiAccess', 'enablePackageEcaOauthFromDevOrg'], report);
    return {};
  },
  IdentityProvider: (file, report) => {
    const certificate = file.child('certificateName')?.located;
    if (certificate)
      report.skip(
        certificate.at('value'),
        'certificateName has no effect: no project holds its key; the org makes a certificate, or identityProvider says one',
      );
    const enabled = flag(file.child('enableIdentityProvider'));
    return { settings: { identityProvider: enabled && { ...enabled, value: { enabled } } } };
  },
  Security: (file, report) => ({
    settings: {
      sessionTimeout: sessionTimeout(file.child('sessionSettings', 'sessionTimeout'), report),
      enableOauthCors: flag(file.child('sessionSettings', 'enableOauthCorsPolicy')),
      enforceIpRangesEveryRequest: flag(file.child('sessionSettings', 'enforceIpRangesEveryRequest')),
      maxLoginAttempts: text(file.child('passwordPolicies', 'maxLoginAttempts')),
      lockoutInterval: text(file.child('passwordPolicies', 'lockoutInterval')),
      trustedIpRanges: trustedIpRanges(file.child('networkAccess')),
    },
  }),
  MyDomain: (file, report) => ({
    org: {
      myDomain: text(file.child('myDomainName')),
      type: choice(file.child('domainPartition'), PARTITIONS, report),
    },
    settings: {
      canOnlyLoginWithMyDomainUrl: flag(file.child('canOnlyLoginWithMyDomainUrl')),
      doesApiLoginRequireOrgDomain: flag(file.child('doesApiLoginRequireOrgDomain')),
    },
  }),
};

/** Reports settings that are on and on which Salesforce acts but fauxforce does not. */
function tellIgnored(file: Setting, names: readonly string[], report: Report): void {
  for (const name of names) {
    const setting = file.child(name);
    if (setting?.text === 'true') report.skip(setting.located.at('value'), `${name} has no effect`);
  }
}

/** `domainPartition` of MyDomain.settings (model.md 5.3). */
const PARTITIONS: Readonly<Record<string, string>> = {
  none: 'production',
  develop: 'developer',
  sandbox: 'sandbox',
  scratch: 'scratch',
  demo: 'developer',
  free: 'developer',
  patch: 'developer',
  stage: 'developer',
  trailblazer: 'developer',
};

const HOUR = 60;

const TIMEOUTS: Readonly<Record<string, number>> = {
  FifteenMinutes: 15,
  ThirtyMinutes: 30,
  SixtyMinutes: HOUR,
  NinetyMinutes: 90,
  TwoHours: 2 * HOUR,
  FourHours: 4 * HOUR,
  EightHours: 8 * HOUR,
  TwelveHours: 12 * HOUR,
  TwentyFourHours: 24 * HOUR,
};

function sessionTimeout(setting: Setting | undefined, report: Report): Located | undefined {
  return choice(setting, TIMEOUTS, report);
}

function trustedIpRanges(access: Setting | undefined): Located | undefined {
  const ranges = access?.all('ipRanges') ?? [];
  const [first] = ranges;
  if (!first) return undefined;
  const items = ranges.map((range) =>
    located({ start: text(range.child('start')), end: text(range.child('end')) }, () =>
      range.located.at('value'),
    ),
  );
  return located(items, () => first.located.at('value'));
}

function text(setting: Setting | undefined): Located | undefined {
  return setting?.text ? { ...setting.located, value: setting.text } : undefined;
}

function flag(setting: Setting | undefined): Located | undefined {
  if (!setting?.text) return undefined;
  const value = setting.text === 'true' ? true : setting.text === 'false' ? false : setting.text;
  return { ...setting.located, value };
}

function not(setting: Located | undefined): Located | undefined {
  return setting && typeof setting.value === 'boolean' ? { ...setting, value: !setting.value } : setting;
}

function choice(
  setting: Setting | undefined,
  choices: Readonly<Record<string, string | number>>,
  report: Report,
): Located | undefined {
  if (!setting?.text) return undefined;
  if (Object.hasOwn(choices, setting.text))
    return { ...setting.located, value: choices[setting.text] ?? null };
  report.problem(
    setting.located.at('value'),
    `'${setting.text}' is not known here${choiceHint(setting.text, Object.keys(choices))}`,
  );
  return undefined;
}
