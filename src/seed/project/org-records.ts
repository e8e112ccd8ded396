/** Profiles, permission sets, their groups and session settings -> records of a seed. Wire facts: model.md 4.7 and 6.1. */
import { profileName, profileNameOfAnyCase } from '../names.ts';
import { ipRanges } from './app-fields.ts';
import { dataPermissions } from './data-permissions.ts';
import { isOn, listField, numberField, textField, textList } from './fields.ts';
import { fieldsOf, itemsOf, type Located, type LocatedFields, located, textOfPart } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** Elements of profiles and permission sets that are not parsed: nothing of them is used, but for `data-permissions.ts`. They are most of every file. */
export const NOT_PARSED = [
  'applicationVisibilities',
  'classAccesses',
  'customMetadataTypeAccesses',
  'customSettingAccesses',
  'fieldPermissions',
  'flowAccesses',
  'layoutAssignments',
  'objectPermissions',
  'pageAccesses',
  'recordTypeVisibilities',
  'tabSettings',
  'tabVisibilities',
] as const;

/** The seed's names of user permissions, by API name. */
const PERMISSIONS: ReadonlyMap<string, string> = new Map([
  ['ApiEnabled', 'apiEnabled'],
  ['ApiUserOnly', 'apiUserOnly'],
  ['AssignPermissionSets', 'assignPermissionSets'],
  ['CanApproveUninstalledApps', 'approveUninstalledConnectedApps'],
  ['ClientSecretRotation', 'rotateConsumerDetails'],
  ['CustomizeApplication', 'customizeApplication'],
  ['ManageProfilesPermissionsets', 'manageProfilesPermissionsets'],
  ['ManageRemoteAccess', 'manageConnectedApps'],
  ['ManageUsers', 'manageUsers'],
  ['ModifyAllData', 'modifyAllData'],
  ['TwoFactorApi', 'twoFactorApi'],
  ['UseAnyApiClient', 'useAnyApiClient'],
  ['ViewAllData', 'viewAllData'],
  ['ViewSetup', 'viewSetup'],
]);

/** The user permissions in the file. One that is absent is not denied: files are retrieved in part (model.md 6.1). */
function userPermissions(root: Element): LocatedFields {
  const permissions = root.all('userPermissions').flatMap((element) => {
    const field = PERMISSIONS.get(element.textOf('name') ?? '');
    return field ? [[field, located(isOn(element.child('enabled'), false), element.at)] as const] : [];
  });
  return Object.fromEntries(permissions);
}

export function readProfile(root: Element, name: string, report: Report): Located {
  const fields = {
    name: located(profileName(name), root.at),
    ...userPermissions(root),
    ...dataPermissions(root),
    loginIpRanges: ipRanges(root.all('loginIpRanges'), ['startAddress', 'endAddress']),
    loginHours: loginHours(root.child('loginHours'), report),
  };
  return located(fields, root.at);
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Minutes after midnight. A day with only one of its two ends is open at the other. */
function loginHours(hours: Element | undefined, report: Report): Located | undefined {
  if (!hours) return undefined;
  const days = DAYS.flatMap((day) => {
    const [start, end] = [hours.child(`${day}Start`), hours.child(`${day}End`)];
    if (!start && !end) return [];
    if (start?.text && end?.text) {
      return [[day, located({ start: numberField(start), end: numberField(end) }, start.at)] as const];
    }
    report.problem((start ?? end ?? hours).place, `loginHours: ${day} needs both ${day}Start and ${day}End`);
    return [];
  });
  return days.length > 0 ? located(Object.fromEntries(days), hours.at) : undefined;
}

export function readPermissionSet(root: Element, name: string): Located {
  const granted = root.all('customPermissions').filter((element) => isOn(element.child('enabled'), false));
  const fields = {
    name: located(name, root.at),
    label: textField(root.child('label')),
    ...userPermissions(root),
    ...dataPermissions(root),
    customPermissions: listField(
      granted.flatMap((element) => textField(element.child('name')) ?? []),
      granted[0],
    ),
  };
  return located(fields, root.at);
}

/** Groups with `mutingPermissionSets`, which {@link withMuted} replaces. */
export function readPermissionSetGroup(root: Element, name: string): Located {
  const fields = {
    name: located(name, root.at),
    label: textField(root.child('label')),
    permissionSets: listField(textList(root.all('permissionSets')), root.child('permissionSets')),
    mutingPermissionSets: listField(
      textList(root.all('mutingPermissionSets')),
      root.child('mutingPermissionSets'),
    ),
  };
  return located(fields, root.at);
}

/** Adds to each group of permission sets what its muting permission set mutes. Salesforce allows one muting set a group. */
export function withMuted(
  groups: readonly Located[],
  mutingPermissionSets: readonly Located[],
  report: Report,
): Located[] {
  return groups.map((group) => {
    const { mutingPermissionSets: names, ...fields } = fieldsOf(group);
    const [name] = itemsOf(names);
    return { ...group, value: { ...fields, muted: name && muted(name, mutingPermissionSets, report) } };
  });
}

function muted(name: Located, sets: readonly Located[], report: Report): Located | undefined {
  const text = textOfPart(name) ?? '';
  const set = sets.find((candidate) => textOfPart(fieldsOf(candidate).name) === text);
  if (!set) {
    report.default(
      name.at('value'),
      `muting permission set '${text}' is not in the project: it mutes nothing`,
    );
    return undefined;
  }
  const { name: _, label: __, ...permissions } = fieldsOf(set);
  return { ...set, value: permissions };
}

/** A profile with nothing but its session settings; undefined when the file names no profile. */
export function readProfileSession(root: Element, report: Report): Located | undefined {
  const profile = root.child('profile');
  if (profile?.text) {
    const name = located(profileNameOfAnyCase(profile.text), profile.at);
    const fields = {
      name,
      sessionTimeout: numberField(root.child('sessionTimeout')),
      requiredSessionLevel: textField(root.child('requiredSessionLevel')),
    };
    return located(fields, root.at);
  }
  report.skip(root.place, 'these session settings name no profile');
  return undefined;
}
