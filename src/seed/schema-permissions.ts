/** Who may do what in a seed: profiles, permission sets and their groups (wire facts, model.md 4.7). */
import { z } from 'zod';
import type { FieldPermission, ObjectPermission } from '../org/model.ts';
import { FIELD_NEEDS, OBJECT_NEEDS } from '../org/permission-needs.ts';
import { apiName, flag, ipRanges, recordId, text } from './schema-words.ts';

/** @param apiEnabled the default of API Enabled: true in profiles */
const userPermissions = (apiEnabled: boolean) => ({
  apiEnabled: flag(apiEnabled, 'Permission API Enabled.'),
  apiUserOnly: flag(
    false,
    'Permission API Only User: no browser log-in. The profile Minimum Access - API Only Integrations has it.',
  ),
  approveUninstalledConnectedApps: flag(
    false,
    'Permission Approve Uninstalled Connected Apps. The profile System Administrator has it.',
  ),
  assignPermissionSets: flag(
    false,
    'Permission Assign Permission Sets: records of PermissionSetAssignment. The profile System Administrator has it.',
  ),
  customizeApplication: flag(
    false,
    'Permission Customize Application: apps and settings in Setup. The profile System Administrator has it.',
  ),
  manageConnectedApps: flag(
    false,
    'Permission Manage Connected Apps: with Customize Application, apps in Setup. The profile System Administrator has it.',
  ),
  manageProfilesPermissionsets: flag(
    false,
    'Permission Manage Profiles and Permission Sets: in Setup, also those that an app is for. The profile System Administrator has it.',
  ),
  manageUsers: flag(
    false,
    'Permission Manage Users: records of User and PermissionSetAssignment, users in Setup. The profile System Administrator has it.',
  ),
  modifyAllData: flag(
    false,
    'Permission Modify All Data: everything with every record of every object. The profile System Administrator has it.',
  ),
  rotateConsumerDetails: flag(
    false,
    'Permission Allow consumer key and secret rotation: staged consumer details. The profile System Administrator has it.',
  ),
  twoFactorApi: flag(
    false,
    "Permission Multi-Factor Authentication for API Logins: the username-password flow takes a code of the user's authenticator in the place of the security token.",
  ),
  useAnyApiClient: flag(
    false,
    'Permission Use Any API Client: API access control does not apply; an uninstalled app stays uninstalled.',
  ),
  viewAllData: flag(
    false,
    'Permission View All Data: reads every record of every object. The profile System Administrator has it.',
  ),
  viewSetup: flag(
    false,
    'Permission View Setup and Configuration: opens the pages of Setup. The profile System Administrator has it.',
  ),
});

/** A list of permissions. As in Salesforce, none is there without those that it needs. */
function permissionList<Name extends string>(needs: Readonly<Record<Name, readonly Name[]>>) {
  return z.array(z.enum(Object.keys(needs) as [Name, ...Name[]]));
}

function complete<Name extends string>(needs: Readonly<Record<Name, readonly Name[]>>) {
  return permissionList(needs).superRefine((list, context) => {
    for (const [i, name] of list.entries()) {
      const missing = needs[name as Name].filter((need) => !(list as readonly string[]).includes(need));
      if (missing.length === 0) continue;
      const message = `${name} needs ${missing.join(', ')} as well, as in Salesforce: add ${missing.length > 1 ? 'them' : 'it'}`;
      context.addIssue({ code: 'custom', path: [i], message });
    }
  });
}

const dataPermissions = (objects: string, fields: string) => ({
  objectPermissions: z
    .record(z.string(), complete<ObjectPermission>(OBJECT_NEEDS))
    .default({})
    .describe(objects),
  fieldPermissions: z.record(z.string(), complete<FieldPermission>(FIELD_NEEDS)).default({}).describe(fields),
});

/** The name may have a dot: Salesforce's own sample is `Email.View` (identity-and-resources.md 3.2). */
const customPermissionName = () =>
  text(80).regex(/^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/, {
    error: ({ input }) =>
      `'${input}' is not the name of a custom permission: a letter, then letters, digits and underscores, with dots between`,
  });

const customPermissions = (meaning: string) => z.array(customPermissionName()).default([]).describe(meaning);

const Hours = z
  .strictObject({
    start: z.int().min(0).max(1440).describe('Minutes after midnight.'),
    end: z.int().min(0).max(1440).describe('Minutes after midnight.'),
  })
  .refine(({ start, end }) => start <= end, {
    error:
      'its hours end before they start: a day ends at 1440, and what goes on after midnight is of the next',
  });

const openHours = () => Hours.optional().describe("Open hours, in the org's time zone. Left out: all day.");

const LoginHours = z.strictObject({
  monday: openHours(),
  tuesday: openHours(),
  wednesday: openHours(),
  thursday: openHours(),
  friday: openHours(),
  saturday: openHours(),
  sunday: openHours(),
});

export const Profile = z.strictObject({
  name: text().describe('The name Setup shows; `Admin` and `Standard` mean the standard profiles.'),
  id: recordId('00e', 'profile'),
  ...userPermissions(true),
  ...dataPermissions(
    'Object permissions, by object: `{ Account: [read, create, edit, delete, viewAll, modifyAll] }`; an empty list is no access. An object left out: System Administrator has read, create, edit and delete; Read Only reads standard objects; Minimum Access, Salesforce API Only and Salesforce Integration have nothing; every other profile reads, creates and edits standard objects.',
    'Field-level security, by object and field: `{ Account.AnnualRevenue: [read, edit] }`; an empty list hides the field. A field left out: System Administrator reads and edits it; profiles that have no objects by default have none of its kind; every other profile reads and edits standard fields.',
  ),
  loginIpRanges: ipRanges('Addresses its users may log in from; none means any.'),
  loginHours: LoginHours.optional().describe(
    'When its users may log in. A day left out is open, equal start and end is closed. Left out: always.',
  ),
  sessionTimeout: z
    .int()
    .min(0)
    .max(525_600)
    .optional()
    .describe("Minutes until an idle access token dies; 0 means not set. Left out: the org's."),
  requiredSessionLevel: z
    .enum(['LOW', 'STANDARD', 'HIGH_ASSURANCE'])
    .optional()
    .describe(
      'Session security level required at login: with HIGH_ASSURANCE the log-in page asks for a verification code every time. Left out: none.',
    ),
});

export const PermissionSet = z.strictObject({
  name: apiName().describe('API name.'),
  id: recordId('0PS', 'permission set'),
  label: text().optional().describe('The name Setup shows. Left out: name with spaces for underscores.'),
  ...userPermissions(false),
  ...dataPermissions(
    'Object permissions that it grants, by object: `{ Account: [read, create, edit, delete, viewAll, modifyAll] }`.',
    'Field-level security that it grants, by object and field: `{ Account.AnnualRevenue: [read, edit] }`. Object permissions grant none: a field that neither profile nor permission set grants is hidden.',
  ),
  customPermissions: customPermissions('API names of the custom permissions it grants.'),
});

const Muted = z.strictObject({
  ...userPermissions(false),
  objectPermissions: z
    .record(z.string(), permissionList<ObjectPermission>(OBJECT_NEEDS))
    .default({})
    .describe('Object permissions, by object. What needs one of them is muted with it.'),
  fieldPermissions: z
    .record(z.string(), permissionList<FieldPermission>(FIELD_NEEDS))
    .default({})
    .describe('Field-level security, by object and field.'),
  customPermissions: customPermissions('API names of custom permissions.'),
});

export const PermissionSetGroup = z.strictObject({
  name: apiName().describe('API name.'),
  label: text().optional().describe('The name Setup shows. Left out: name with spaces for underscores.'),
  permissionSets: z.array(text()).default([]).describe('Its permission sets, by label or API name.'),
  muted: Muted.prefault({}).describe(
    'Its muting permission set: what is true or listed here, nobody has through this group.',
  ),
});
