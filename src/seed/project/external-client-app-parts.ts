/** The files of External Client Apps, and how they belong together (model.md 2.1). */
import { didYouMean } from '../nearest.ts';
import { withoutOrgId } from './files.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** Part types by the suffix of their files. From ecaOauthSecurity on they have no OAuth effect. */
export const PARTS = {
  ecaGlblOauth: 'ExtlClntAppGlobalOauthSettings',
  ecaOauth: 'ExtlClntAppOauthSettings',
  ecaOauthPlcy: 'ExtlClntAppOauthConfigurablePolicies',
  ecaPlcy: 'ExtlClntAppConfigurablePolicies',
  ecaOauthSecurity: 'ExtlClntAppOauthSecuritySettings',
  ecaSamlPlcy: 'ExtlClntAppSamlConfigurablePolicies',
  ecaMobile: 'ExtlClntAppMobileSettings',
  ecaMobilePlcy: 'ExtlClntAppMobileConfigurablePolicies',
  ecaNotifications: 'ExtlClntAppNotificationSettings',
  ecaPush: 'ExtlClntAppPushSettings',
  ecaPushPlcy: 'ExtlClntAppPushConfigurablePolicies',
  ecaCanvas: 'ExtlClntAppCanvasSettings',
} as const;

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

/** The parts of every app. Those that belong to none are reported. */
export function joinParts(
  headers: readonly Header[],
  parts: readonly Part[],
  report: Report,
): { readonly header: Header; readonly parts: Joined }[] {
  const joined = headers.map((header) => ({ header, parts: {} as Joined }));
  for (const { suffix, root } of parts) {
    const owner = ownerOf(root, headers, report);
    const known = joined.find(({ header }) => header === owner)?.parts;
    if (known?.[suffix]) {
      report.problem(
        root.place,
        `External Client App '${owner?.name}' has a second ${PARTS[suffix]}: remove one`,
      );
    } else if (known) known[suffix] = root;
  }
  return joined;
}

/** The app that a part names: exactly, or without namespace and org id. File names are only a convention. */
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

/** `App` of `Ns__App`. */
function withoutNamespace(name: string): string {
  return name.replace(/^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__(?=.)/, '');
}
