/** The files of External Client Apps, and how they belong together (model.md 2.1). */
import { didYouMean } from '../../ground/nearest.ts';
import { PART, pieces, toldOnce } from './app-elements.ts';
import type { Elements } from './elements.ts';
import { GLOBAL_OAUTH_SETTINGS } from './external-client-app-global.ts';
import { OAUTH_POLICY } from './external-client-app-policy.ts';
import { OAUTH_SETTINGS } from './external-client-app-settings.ts';
import { APP_POLICY } from './external-client-app-switches.ts';
import { withoutOrgId } from './files.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

const NO_FLOW = 'no OAuth flow depends on it';

const SAML_ONLY = toldOnce('SAML settings of apps are not used');

/** Of the SAML policy, only the lists of profiles and permission sets matter: they are those of the whole app. */
const SAML_POLICY: Elements = {
  ...PART,
  acsUrl: SAML_ONLY,
  certificate: SAML_ONLY,
  commaSeparatedPermissionSet: pieces,
  commaSeparatedProfile: pieces,
  customAttributes: { ...SAML_ONLY, isList: true },
  encryptionCertificate: SAML_ONLY,
  encryptionType: SAML_ONLY,
  entityUrl: SAML_ONLY,
  issuer: SAML_ONLY,
  nameIdFormat: SAML_ONLY,
  signingAlgorithmType: SAML_ONLY,
  singleLogoutBindingType: SAML_ONLY,
  singleLogoutUrl: SAML_ONLY,
  subjectType: SAML_ONLY,
  subjectCustomAttribute: SAML_ONLY,
};

/** The part types that matter to OAuth, by the suffix of their files, with their elements. */
export const PARTS = {
  ecaGlblOauth: { root: 'ExtlClntAppGlobalOauthSettings', elements: GLOBAL_OAUTH_SETTINGS },
  ecaOauth: { root: 'ExtlClntAppOauthSettings', elements: OAUTH_SETTINGS },
  ecaOauthPlcy: { root: 'ExtlClntAppOauthConfigurablePolicies', elements: OAUTH_POLICY },
  ecaPlcy: { root: 'ExtlClntAppConfigurablePolicies', elements: APP_POLICY },
  ecaSamlPlcy: { root: 'ExtlClntAppSamlConfigurablePolicies', elements: SAML_POLICY },
} as const;

/** The other part types, with the reason for skipping their files. */
export const OTHER_PARTS: Readonly<Record<string, { readonly root: string; readonly reason: string }>> = {
  ecaOauthSecurity: {
    root: 'ExtlClntAppOauthSecuritySettings',
    reason: 'what its elements do is not known',
  },
  ecaMobile: { root: 'ExtlClntAppMobileSettings', reason: NO_FLOW },
  ecaMobilePlcy: { root: 'ExtlClntAppMobileConfigurablePolicies', reason: NO_FLOW },
  ecaNotifications: { root: 'ExtlClntAppNotificationSettings', reason: NO_FLOW },
  ecaPush: { root: 'ExtlClntAppPushSettings', reason: NO_FLOW },
  ecaPushPlcy: { root: 'ExtlClntAppPushConfigurablePolicies', reason: NO_FLOW },
  ecaCanvas: { root: 'ExtlClntAppCanvasSettings', reason: 'canvas apps are not served' },
};

export type PartSuffix = keyof typeof PARTS;

export interface Part {
  readonly suffix: PartSuffix;
  readonly root: Element;
}

export interface Header {
  readonly name: string;
  readonly root: Element;
}

export type Joined = Partial<Record<PartSuffix, Element>>;

/** The parts of each app. A part whose app is missing is reported. */
export function joinParts(
  headers: readonly Header[],
  parts: readonly Part[],
  report: Report,
): { readonly header: Header; readonly parts: Joined }[] {
  const apps = firstOfEachName(headers, report);
  const joined = apps.map((header) => ({ header, parts: {} as Joined }));
  for (const { suffix, root } of parts) {
    const owner = ownerOf(root, apps, report);
    const known = joined.find(({ header }) => header === owner)?.parts;
    if (known?.[suffix]) {
      report.problem(
        root.place,
        `External Client App '${owner?.name}' has a second ${PARTS[suffix].root}: remove one`,
      );
    } else if (known) known[suffix] = root;
  }
  return joined;
}

function firstOfEachName(headers: readonly Header[], report: Report): Header[] {
  const first = new Map<string, Header>();
  for (const header of headers) {
    const known = first.get(header.name.toLowerCase());
    if (known) {
      const { file, line } = known.root.place;
      report.problem(
        header.root.place,
        `External Client App '${header.name}' is in ${file}:${line} already: that one counts`,
      );
    } else first.set(header.name.toLowerCase(), header);
  }
  return [...first.values()];
}

/**
 * Finds the app that a part names: exactly, or without namespace and org id. The part's file name does not decide; it is only a
 * convention.
 */
function ownerOf(root: Element, headers: readonly Header[], report: Report): Header | undefined {
  const element = root.child('externalClientApplication');
  const named = withoutOrgId(element?.text ?? '');
  if (!element || named === '') {
    report.problem(root.place, `${root.name} names no externalClientApplication: it belongs to no app`);
    return undefined;
  }
  const found =
    headers.find(({ name }) => name === named) ??
    headers.find(({ name }) => withoutNamespace(name) === withoutNamespace(named));
  if (found === undefined) {
    const hint =
      didYouMean(
        named,
        headers.map(({ name }) => name),
      ) || ': a part without its .eca file is not used';
    report.problem(element.place, `there is no External Client App '${named}'${hint}`);
  }
  return found;
}

/** The name without its namespace: `App` of `Ns__App`. */
export function withoutNamespace(name: string): string {
  return name.replace(/^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__(?=.)/, '');
}
