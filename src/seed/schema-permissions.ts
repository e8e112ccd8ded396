/** Who may do what in a seed: profiles, permission sets and their groups (wire facts, model.md 4.7). */
import { z } from 'zod';
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
  twoFactorApi: flag(
    false,
    "Permission Multi-Factor Authentication for API Logins: the username-password flow takes a code of the user's authenticator in the place of the security token.",
  ),
  useAnyApiClient: flag(
    false,
    'Permission Use Any API Client: API access control does not apply; an uninstalled app stays uninstalled.',
  ),
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
  customPermissions: customPermissions('API names of the custom permissions it grants.'),
});

const Muted = z.strictObject({
  ...userPermissions(false),
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
