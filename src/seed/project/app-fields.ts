/** The fields that both kinds of app have: callback URLs, certificates, scopes, names of profiles and permission sets. */

import { nearestTo } from '../../ground/nearest.ts';
import { SCOPE_NAMES, SCOPES, type StandardScope } from '../../org/scopes.ts';
import { readCertificate } from '../certificate.ts';
import { emailComplaint, iconUrlComplaint, logoUrlComplaint, pageUrlComplaint } from '../fields.ts';
import { flagField, isOn, listField, piecesOf, textField } from './fields.ts';
import { type Located, type LocatedFields, located } from './located.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** One URL per line of one element (model.md 1.2). */
export function callbackUrls(element: Element | undefined, report: Report): Located | undefined {
  if (!element) return undefined;
  const urls = element.lines.flatMap(({ text, place }) => {
    if (!isPlaceholder(text)) return [located(text, () => place)];
    report.default(place, `callbackUrl has the placeholder '${text.slice(0, 60)}': left out`);
    return [];
  });
  return located(urls, element.at);
}

/** What an app says of itself. Files may name logos that only Salesforce can show, and much else that Setup would not take: those are left out. */
export function basicInformation(root: Element, report: Report): LocatedFields {
  return {
    description: textField(root.child('description')),
    logoUrl: checkedField(root.child('logoUrl'), logoUrlComplaint, report),
    contactEmail: checkedField(root.child('contactEmail'), emailComplaint, report),
    contactPhone: textField(root.child('contactPhone')),
    iconUrl: checkedField(root.child('iconUrl'), iconUrlComplaint, report),
    infoUrl: checkedField(root.child('infoUrl'), pageUrlComplaint, report),
  };
}

export function startUrl(element: Element | undefined, report: Report): Located | undefined {
  return checkedField(element, pageUrlComplaint, report);
}

/** A text without which the app works as well: left out, and told, if somebody complains about it. */
function checkedField(
  element: Element | undefined,
  complaintOf: (value: string) => string | undefined,
  report: Report,
): Located | undefined {
  const field = textField(element);
  const complaint = field && complaintOf(String(field.value));
  if (!field || !element || !complaint) return field;
  report.skip(field.at('value'), `${element.name} ${complaint}: left out`);
  return undefined;
}

/** PEM, base64 of DER, or base64 of a whole PEM text. A path is not accepted: a project must not name files of this machine. */
export function certificate(element: Element | undefined, report: Report): Located | undefined {
  const field = textField(element);
  if (!element || typeof field?.value !== 'string') return undefined;
  const reading = readCertificate(field.value, undefined);
  if ('pem' in reading) return { ...field, value: reading.pem };
  report.problem(element.place, `${element.name} ${reading.complaint}`);
  return undefined;
}

const SCOPE_BY_METADATA_NAME = new Map(
  SCOPE_NAMES.flatMap((scope) =>
    SCOPES[scope].metadata.map((name): [string, StandardScope] => [name, scope]),
  ),
);

/** Turns Metadata names, which must be spelled exactly, into OAuth names. */
export function scopes(
  names: readonly Located[],
  holder: Element | undefined,
  report: Report,
): Located | undefined {
  const known = names.flatMap((name): Located[] => {
    const text = String(name.value);
    const scope = SCOPE_BY_METADATA_NAME.get(text);
    if (scope !== undefined) return [{ ...name, value: scope }];
    const nearest = nearestScope(text);
    report.problem(
      name.at('value'),
      `scope '${text}' is not one of the Metadata API${nearest ? `: did you mean '${nearest}'?` : ''}`,
    );
    return [];
  });
  return listField(known, holder);
}

/**
 * The Metadata name that was probably meant: that of an OAuth name (`ID` means Basic), or the nearest (`ChatbotApi` means
 * Chatbot).
 */
function nearestScope(text: string): string | undefined {
  const oauthName = SCOPE_NAMES.find((scope) => scope === text.toLowerCase());
  return oauthName ? SCOPES[oauthName].metadata[0] : nearestTo(text, [...SCOPE_BY_METADATA_NAME.keys()]);
}

/** Names and labels of permission sets or profiles. Ids are refused: they belong to the org that the file came from. */
export function recordNames(
  names: readonly Located[],
  holder: Element | undefined,
  report: Report,
): Located | undefined {
  const usable = names.filter(({ value, at }) => {
    const text = String(value);
    if (/^(?:0PS|00e)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(text)) {
      report.problem(at('value'), `'${text}' is the id of a record of some other org: write its name`);
      return false;
    }
    if (!isPlaceholder(text)) return true;
    report.default(at('value'), `'${text.slice(0, 60)}' is a placeholder: left out`);
    return false;
  });
  return listField(usable, holder);
}

/** @param names of the elements with the first and the last address */
export function ipRanges(
  ranges: readonly Element[],
  [start, end]: readonly [string, string],
): Located | undefined {
  const items = ranges.map((range) =>
    located({ start: textField(range.child(start)), end: textField(range.child(end)) }, range.at),
  );
  return listField(items, ranges[0]);
}

/** Custom attributes, a mapping of key to formula. If a key is repeated, the last one counts. */
export function attributes(elements: readonly Element[], report: Report): Located | undefined {
  const [first] = elements;
  const entries = elements.flatMap((element) => {
    const key = element.textOf('key');
    const formula = textField(element.child('formula'));
    if (key && formula) return [[key, formula] as const];
    report.problem(element.place, `${element.name} needs a key and a formula: left out`);
    return [];
  });
  return first && entries.length > 0 ? located(Object.fromEntries(entries), first.at) : undefined;
}

/** Whether a flow is on: both the developer and the admin must have switched it on. */
export function bothSwitches(
  developer: Element | undefined,
  admin: Element | undefined,
  report: Report,
): Located | undefined {
  if (!developer || !isOn(developer, false)) return flagField(developer);
  const field = flagField(admin);
  if (field && field.value !== false) return field;
  const { place } = admin ?? developer;
  report.default(place, `${developer.name} is true, but the switch in the policy is not: the flow is off`);
  return located(false, () => place);
}

/** What the app says of permitted users, and the consequences that no file says (model.md 4.1). */
interface PermittedUsers {
  readonly isAdminApproved: boolean;
  /** SAML log-ins need a profile or permission set, whoever else may authorize the app (setup-pages.md A.1). */
  readonly isServiceProvider?: boolean;
  /** The element that says it, or else the app. */
  readonly place: Element['place'];
  readonly lists: readonly (Located | undefined)[];
}

export function tellOfPermittedUsers(
  { isAdminApproved, isServiceProvider = false, place, lists }: PermittedUsers,
  report: Report,
): void {
  const written = lists.filter((list) => list !== undefined);
  if (isAdminApproved && written.length === 0)
    report.default(
      place,
      'admin-approved users are pre-authorized, and no profile and no permission set is named: nobody may use the app',
    );
  if (isServiceProvider && !isAdminApproved && written.length === 0)
    report.default(place, 'no profile and no permission set is named: nobody may log in to the app by SAML');
  if (isAdminApproved || isServiceProvider) return;
  for (const list of written)
    report.skip(
      list.at('value'),
      'profiles and permission sets of the app have no effect: all users may self-authorize',
    );
}

/** Reports session settings without effect: only HIGH_ASSURANCE restricts users, and only together with an action (model.md 1.4). */
export function tellOfSessionLevel(
  level: Element | undefined,
  action: Element | undefined,
  report: Report,
): void {
  const isHigh = level?.text.toUpperCase() === 'HIGH_ASSURANCE';
  if (level && isHigh && !action)
    report.skip(level.place, `${level.name} HIGH_ASSURANCE has no effect without policyAction`);
  if (action && !isHigh)
    report.skip(action.place, 'policyAction has no effect unless the session level is HIGH_ASSURANCE');
}

/** A mapping of the fields that are present; undefined when none is. */
export function mapping(fields: LocatedFields, holder: Element | undefined): Located | undefined {
  return holder && Object.values(fields).some((field) => field !== undefined)
    ? located(fields, holder.at)
    : undefined;
}

/** Values of `idTokenAudience` and similar elements, which hold several in one text. */
export function audiences(element: Element | undefined): Located | undefined {
  return listField(piecesOf(element, /[\s,;]+/), element);
}
